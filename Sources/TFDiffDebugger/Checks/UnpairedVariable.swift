/// A variable of the reference for which no partner was found, though the candidate has one that could be it.
public struct UnpairedVariable: Sendable, Hashable {
  public var reference: VariableEvent
  /// Those of its shape and element type that have no partner either, those alone that are read in its place where there are
  /// any; never empty.
  public var candidates: [VariableEvent]
}

extension DebuggerState {
  /// The first variable without a partner that an operation reads: what it computes cannot agree.
  ///
  /// - Parameter instead: what the other side has in the operation's place.
  func unpairedVariable(of operation: OperationRow, instead: OperationRow?) -> UnpairedVariable? {
    let comparison = variablesComparison
    // What an operation reads that both sides have executed has been made, whatever else may still be.
    let missing = comparison.missing + comparison.pending.reference
    let extra = comparison.extra + comparison.pending.candidate
    guard !missing.isEmpty, !extra.isEmpty else { return nil }
    func read(_ side: Side) -> [String] {
      [operation, instead].compactMap { $0?[side] }.flatMap(\.inputs).compactMap { input in
        if case .variable(let name) = input { name } else { nil }
      }
    }
    let inPlace = Set(read(.candidate))
    for name in read(.reference) {
      guard let reference = missing.first(where: { $0.name == name }) else { continue }
      let alike = extra.filter { $0.shape == reference.shape && $0.dtype == reference.dtype }
      let readers = alike.filter { inPlace.contains($0.name) }
      if !alike.isEmpty { return UnpairedVariable(reference: reference, candidates: readers.isEmpty ? alike : readers) }
    }
    return nil
  }
}
