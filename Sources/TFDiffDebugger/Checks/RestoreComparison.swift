/// What became of a checkpoint's tensors and of the model's variables when one was loaded into the other.
public struct RestoreComparison: Sendable, Hashable {
  /// Variables of either side that were restored on both, or on the one that has them.
  public var restored: [String]
  /// What one side restored and the other left at its initial value.
  public var restoredOnOneSide: [String]
  /// Variables that no side found in the checkpoint.
  public var leftInitial: [String]
  /// What the checkpoint has and no side asked for.
  public var unused: [String]
}

extension DebuggerState {
  /// Nil where no checkpoint was loaded.
  public var restoreComparison: RestoreComparison? {
    guard let checkpoint = target.checkpoint else { return nil }
    var names: [String] = []
    var origins: [String: Set<Bool>] = [:]
    for variable in variables.reference + variables.candidate {
      if origins[variable.name] == nil { names.append(variable.name) }
      origins[variable.name, default: []].insert(variable.origin.isCheckpoint)
    }
    let used = Set(names.filter { origins[$0]?.contains(true) ?? false })
    return RestoreComparison(
      restored: names.filter { origins[$0] == [true] }, restoredOnOneSide: names.filter { origins[$0]?.count == 2 },
      leftInitial: names.filter { origins[$0] == [false] },
      unused: checkpoint.variables.filter { !used.contains($0) })
  }
}

extension VariableOrigin {
  var isCheckpoint: Bool {
    if case .checkpoint = self { true } else { false }
  }
}
