import TFDiffTensor

/// What an end point's difference comes from, found in the data flow.
///
/// From the first pair of operations whose outputs differ the way leads back to what they take: it ends at the first
/// whose inputs agree and whose output does not, at an operation that one side has instead, or at a variable that
/// began with another value. An operation without a partner whose consumers agree did no harm and is never reached.
public enum OperationOrigin: Sendable, Hashable {
  /// A row of the end point's operations; where one side lacks it, the row of what the other has instead, if anything.
  case operation(Int, instead: Int?)
  /// A variable, by the reference's name.
  case variable(String)
}

extension DebuggerState {
  /// Nil where the end point's operations are not recorded, or none of them differs.
  public func origin(of row: EndpointRow) -> OperationOrigin? {
    if row.tellsFlow { return row.origin }
    return row.firstDivergingOperation.map { .operation($0, instead: nil) }
  }

  /// Looks anew for what an end point's difference comes from, which takes a while: its operations have been recorded or judged.
  mutating func settleOrigin(at index: Int) {
    let (row, policy) = (endpoints[index], judging)
    guard row.tellsFlow else { return endpoints[index].origin = nil }
    var search = OriginSearch(
      row, differing: Set(differingInitialValues.flatMap { [$0.variable] + $0.sources }),
      tolerance: { policy.tolerance(for: row.name, $0) })
    endpoints[index].origin = search.result()
  }
}

extension DebuggerState {
  /// The row of an end point's operations that its difference comes from; nil where no operation is to blame.
  public func originRow(of row: EndpointRow) -> Int? {
    if case .operation(let index, _) = origin(of: row) { index } else { nil }
  }
}

extension EndpointRow {
  /// Whether its operations are recorded together with what each takes from which.
  fileprivate var tellsFlow: Bool {
    operations.contains { $0.reference?.id != nil || $0.candidate?.id != nil }
  }
}

extension OperationRow {
  /// Whether it draws random numbers, on the side that has it.
  var draws: Bool { (reference ?? candidate)?.draws == true }

  /// Whether both sides draw here, from other seeds.
  var drawsOtherwise: Bool {
    differences.contains { difference in
      if case .attribute(let name, _, _) = difference { name == "seed" || name == "seed2" } else { false }
    }
  }

  var isPair: Bool { reference != nil && candidate != nil }

  /// The variables that a side's operation takes, by the reference's names.
  func variables(of side: Side) -> Set<String> {
    Set(
      (self[side]?.inputs ?? []).compactMap { input in
        if case .variable(let name) = input { name } else { nil }
      })
  }
}
