extension CheckSummary {
  /// Counts, what does not pair, who created what should have been reused, and what a checkpoint gave.
  func variables(_ state: DebuggerState) -> [String] {
    let comparison = state.variablesComparison
    if comparison.referenceCount == 0 && comparison.candidateCount == 0 { return [] }
    var line = "variables: reference \(comparison.referenceCount), candidate \(comparison.candidateCount)"
    for (words, count) in [
      ("missing", comparison.missing.count), ("extra", comparison.extra.count),
      ("mismatched", comparison.mismatched.count), ("not tracked", comparison.untracked.count),
      (VariablesComparison.createdAgainWords, comparison.createdAgain),
    ] where count > 0 {
      line += ", \(count) \(words)"
    }
    if let words = comparison.pendingWords { line += ", \(words)" }
    if !comparison.isJudged { line += "; \(comparison.unjudgedWords)" }
    return [line] + unpaired(comparison) + copied(state) + checkpoint(state)
      + comparison.unexpectedCreations.flatMap { creation($0) }
  }

  /// What the sides do not have in common, with the lines that made it.
  private func unpaired(_ comparison: VariablesComparison) -> [String] {
    let renamed = Set(comparison.renamings.flatMap { [$0.reference, $0.candidate] })
    let renamings = comparison.renamings.map { words($0) }
    let missing = comparison.missing.filter { !renamed.contains($0) }.map {
      "\($0.name) is missing in the candidate\(place($0))"
    }
    let extra = comparison.extra.filter { !renamed.contains($0) }.map { variable in
      variable.unsharedCopyOf.map {
        "\(variable.name) is a copy of \($0), which the reference shares\(place(variable))"
      } ?? "\(variable.name) is only in the candidate\(place(variable))"
    }
    let laidOut = comparison.laidOut.compactMap { layout($0) }
    return [renamings, laidOut, missing, extra].flatMap { lines in
      lines.prefix(Self.shown).map { "  \($0)" }
        + (lines.count > Self.shown ? ["  … and \(lines.count - Self.shown) more"] : [])
    }
  }

  private func words(_ renaming: VariablesComparison.Renaming) -> String {
    let (reference, candidate) = (renaming.reference.name, renaming.candidate.name)
    let made = place(renaming.candidate)
    guard let way = renaming.way else { return "\(reference) is probably \(candidate) in the candidate\(made)" }
    return "\(reference) is \(candidate) in the candidate, paired \(way.words)\(made)"
  }

  private func layout(_ variable: VariableEvent) -> String? {
    guard let partner = variable.partner, let layout = partner.layout else { return nil }
    let isTold = partner.way != .map && partner.way != .path
    return "\(partner.references.joined(separator: " and ")) is \(variable.name), \(layout)"
      + (isTold ? ", paired \(partner.way.words)" : "")
  }

  /// The line that made a variable, where it is known already.
  private func place(_ variable: VariableEvent) -> String {
    variable.stack.userFramesIfResolved?.first.map { ", made at \($0.place(from: folder))" } ?? ""
  }

  /// How many of a kind are listed.
  private static let shown = 5

  /// How many of the candidate's variables have the reference's values, where those were asked for.
  private func copied(_ state: DebuggerState) -> [String] {
    let weights = state.variables.candidate.filter { $0.role.decides && $0.call == 1 }
    let copies = weights.count { if case .copied = $0.origin { true } else { false } }
    return copies == 0
      ? [] : ["weights: \(copies) of \(weights.count) of the candidate's variables have the reference's values"]
  }

  private func checkpoint(_ state: DebuggerState) -> [String] {
    guard let restore = state.restoreComparison, let checkpoint = state.target.checkpoint else { return [] }
    var line = "checkpoint: \(checkpoint.path) (\(checkpoint.style)), \(restore.restored.count) of "
    line += "\(restore.variableCount) variables restored"
    for (words, count) in [
      ("restored on one side only", restore.restoredOnOneSide.count),
      ("left at their initial values", restore.leftInitial.count), ("unused in the file", restore.unused.count),
    ] where count > 0 {
      line += ", \(count) \(words)"
    }
    return [line] + restore.restoredOnOneSide.prefix(Self.shown).map { "  \($0) was restored on one side only" }
  }

  /// What one place created, in the words of the migration guide, and its stack: the user's frames.
  private func creation(_ creation: VariablesComparison.UnexpectedCreation) -> [String] {
    let variable = creation.first
    let count = creation.count > 1 ? " (\(creation.count) created there)" : ""
    let frames = variable.stack.frames
    let user = frames.filter(\.isUser)
    return [
      "Attempted to create a new variable instead of reusing an existing one: \(variable.name) "
        + "\(variable.dtype.rawValue) \(variable.shape) on call \(variable.call)\(count)"
    ] + (user.isEmpty ? frames : user).map { "  \($0.place(from: folder)) in \($0.function)" }
  }
}
