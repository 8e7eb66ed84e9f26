/// What became of a checkpoint's tensors and of the model's variables when one was loaded into the other.
public struct RestoreComparison: Sendable, Hashable {
  /// Variables of either side that were restored on both, or on the one that has them; a pair counts once, by the reference's
  /// name.
  public var restored: [String]
  /// What one side restored and the other left at its initial value.
  public var restoredOnOneSide: [String]
  /// Variables that no side found in the checkpoint.
  public var leftInitial: [String]
  /// What the checkpoint has and no side asked for; empty while a side may still ask.
  public var unused: [String]

  /// How many variables there are to be restored.
  public var variableCount: Int { restored.count + restoredOnOneSide.count + leftInitial.count }
}

extension DebuggerState {
  /// Nil where no checkpoint was loaded.
  public var restoreComparison: RestoreComparison? {
    guard let checkpoint = target.checkpoint else { return nil }
    let all = variables.reference + variables.candidate
    var seen: Set<String> = []
    let names = all.map(\.sharedName).filter { seen.insert($0).inserted }
    let (reference, candidate) = (Self.restored(variables.reference), Self.restored(variables.candidate))
    func isEither(_ outcome: Set<Bool>) -> [String] {
      names.filter { Set([reference[$0], candidate[$0]].compactMap { $0 }) == outcome }
    }
    let restored = all.filter { $0.origin.key != nil }
    let used = Set(restored.map(\.name) + restored.compactMap(\.origin.key))
    return RestoreComparison(
      restored: isEither([true]), restoredOnOneSide: isEither([true, false]), leftInitial: isEither([false]),
      unused: isOver.reference && isOver.candidate ? checkpoint.variables.filter { !used.contains($0) } : [])
  }

  /// Whether each variable of a side was restored; a name that is used again on a later call was, if any of its
  /// variables was.
  private static func restored(_ variables: [VariableEvent]) -> [String: Bool] {
    Dictionary(variables.map { ($0.sharedName, $0.origin.key != nil) }, uniquingKeysWith: { $0 || $1 })
  }
}

extension VariableOrigin {
  /// What the checkpoint has it under; nil where it does not come from one.
  fileprivate var key: String? {
    if case .checkpoint(let key) = self { key } else { nil }
  }
}
