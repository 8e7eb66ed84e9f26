import TFDiffDebugger
import TFDiffTensor

extension VariableRow {
  /// The rows of what is known: what is wrong first, then what is alike in the reference's order.
  package static func rows(_ state: DebuggerState) -> [VariableRow] {
    let comparison = state.variablesComparison
    let rows =
      comparison.unexpectedCreations.map { VariableRow(.createdAgain(count: $0.count), candidate: $0.first) }
      + unpaired(comparison)
      + comparison.mismatched.map { VariableRow(.differing, reference: $0.reference, candidate: $0.candidate) }
      + comparison.untracked.map { VariableRow(.untracked, candidate: $0) } + matched(comparison, state.variables)
    guard let restore = state.restoreComparison else { return rows.filter(\.isWrong) + rows.filter { !$0.isWrong } }
    let marked = rows.map { $0.markedAsRestored() }
    return marked.filter(\.isWrong) + marked.filter { !$0.isWrong }
      + restore.unused.map { VariableRow(.unused, name: $0) }
  }

  /// What one side alone has. What the other may still make comes last.
  private static func unpaired(_ comparison: VariablesComparison) -> [VariableRow] {
    let renamings = comparison.likelyRenamings
    let references = Set(renamings.map(\.reference.name))
    let candidates = Set(renamings.map(\.candidate.name))
    let renamed = renamings.map { VariableRow(.renamed, reference: $0.reference, candidate: $0.candidate) }
    let missing = comparison.missing.filter { !references.contains($0.name) }
      .map { VariableRow(.missing, reference: $0) }
    let extra = comparison.extra.filter { !candidates.contains($0.name) }
      .map { VariableRow(.extra, candidate: $0) }
    let pending =
      comparison.pending.reference.map { VariableRow(.pending, reference: $0) }
      + comparison.pending.candidate.map { VariableRow(.pending, candidate: $0) }
    return renamed + missing + extra + pending
  }

  /// What both sides have alike, paired as their source says, else by name, among the calls on which the reference makes variables: a name that
  /// comes again on a later call is another variable.
  private static func matched(
    _ comparison: VariablesComparison, _ variables: SidePair<[VariableEvent]>
  ) -> [VariableRow] {
    let latestCall = variables.reference.map(\.call).max() ?? 1
    let expected = variables.candidate.filter { $0.call <= latestCall }
    let candidates = Dictionary(expected.map { ($0.sharedName, $0) }, uniquingKeysWith: { first, _ in first })
    let wrong = Set(comparison.mismatched.map(\.name)).union(comparison.untracked.map(\.name))
    return variables.reference.compactMap { reference in
      guard !wrong.contains(reference.name), let candidate = candidates[reference.name] else { return nil }
      return VariableRow(.matched, reference: reference, candidate: candidate)
    }
  }

  /// The same with what the checkpoint gave to each side.
  private func markedAsRestored() -> VariableRow {
    func isRestored(_ event: VariableEvent?) -> Bool? {
      guard let event else { return nil }
      if case .checkpoint = event.origin { return true }
      return false
    }
    var row = self
    let sides = SidePair(reference: isRestored(reference), candidate: isRestored(candidate))
    row.isRestored = sides
    if kind == .matched, sides.reference != sides.candidate { row.kind = .restoredOnOneSide }
    return row
  }
}
