import TFDiffDebugger

extension PreflightComparison {
  /// What a checkpoint has for the variables. A variable of the candidate under a name of its own is paired when it runs, and
  /// says nothing here.
  var restore: [Preflight.Line] {
    guard let checkpoint = target.checkpoint else { return [] }
    let topic = "checkpoint"
    if sides.reference.variables.isEmpty {
      return [Preflight.Line(.unknown, topic, "the reference's variables are not known before it runs")]
    }
    guard let restore = compared() else { return [] }
    let slots = restore.unused.filter(isSlot)
    let unused = restore.unused.filter { !isSlot($0) }
    var lines = [
      Preflight.Line(
        .same, topic,
        "\(restore.restored.count) of \(restore.variableCount) variables are restored from \(checkpoint.path)")
    ]
    if restore.restored.isEmpty { lines = [] }
    if !restore.leftInitial.isEmpty {
      lines.append(Preflight.Line(.differs, topic, "nothing restores \(few(restore.leftInitial))"))
    }
    if !restore.restoredOnOneSide.isEmpty {
      lines.append(Preflight.Line(.differs, topic, "restored on one side alone: \(few(restore.restoredOnOneSide))"))
    }
    if !unused.isEmpty { lines.append(Preflight.Line(.differs, topic, "no variable takes \(few(unused))")) }
    if !slots.isEmpty {
      lines.append(Preflight.Line(.unknown, topic, "\(slots.count) slots of an optimizer are for training steps"))
    }
    return lines + named()
  }

  /// Whether an optimizer keeps it for one of the reference's variables.
  private func isSlot(_ key: String) -> Bool {
    guard let slot = OptimizerSlot(key) else { return false }
    return sides.reference.variables.contains { $0.name == slot.variable }
  }

  /// As a run compares it, of what both sides have under one name.
  private func compared() -> RestoreComparison? {
    var state = DebuggerState(target: target)
    let names = Set(sides.reference.variables.map(\.name))
    state.variables = SidePair(
      reference: sides.reference.variables, candidate: sides.candidate.variables.filter { names.contains($0.name) })
    state.phase = .finished
    return state.restoreComparison
  }

  private func named() -> [Preflight.Line] {
    let names = Set(sides.reference.variables.map(\.name))
    let own = sides.candidate.variables.filter { !names.contains($0.name) }
    if own.isEmpty { return [] }
    return [
      Preflight.Line(
        .unknown, "checkpoint",
        "\(own.count) variables of the candidate have names of their own, and are paired with the reference's when they run"
      )
    ]
  }

  private func few(_ names: [String]) -> String {
    names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", … (\(names.count))" : "")
  }
}
