/// Where an operation has a difference from.
public enum DifferenceProducer: Sendable, Hashable {
  /// From another operation, by its row: what only hands values on, or was fused, is passed over where what it takes differs.
  case operation(Int)
  /// From nothing that it takes: the difference begins with it.
  case itself
  /// From what was computed before the endpoint's operations, as none of those that it takes differs.
  case earlier
  /// Its source does not say what it takes.
  case unknown
}

extension EndpointRow {
  /// Where the difference in the output of one of the operations comes from; of several inputs that differ, the first.
  public func producer(of row: Int) -> DifferenceProducer {
    guard operations.indices.contains(row) else { return .unknown }
    var search = ProducerSearch(operations: operations)
    return search.producer(of: row)
  }
}

/// Goes from an operation to what it takes.
private struct ProducerSearch {
  let operations: [OperationRow]
  let places: SidePair<[String: Int]>
  private var visited: Set<Int> = []

  init(operations: [OperationRow]) {
    self.operations = operations
    places = operations.places
  }

  mutating func producer(of row: Int) -> DifferenceProducer {
    visited.insert(row)
    var (isTold, takesEarlier) = (false, false)
    for side in Side.allCases {
      for input in operations[row][side]?.inputs ?? [] {
        isTold = true
        guard case .operation = input else {
          if input == .unknown { takesEarlier = true }
          continue
        }
        guard let place = places.row(of: input, side) else {
          takesEarlier = true
          continue
        }
        if let found = differing(place) { return .operation(found) }
      }
    }
    return !isTold ? .unknown : takesEarlier ? .earlier : .itself
  }

  /// The row itself where it differs, or what it has its difference from where it only hands that on.
  private mutating func differing(_ row: Int) -> Int? {
    guard !visited.contains(row) else { return nil }
    let operation = operations[row]
    let differs = operation.status.isDivergence && !operation.isFusedAway
    guard operation.isFusedAway || (differs && operation.handsOn) else { return differs ? row : nil }
    if case .operation(let before) = producer(of: row) { return before }
    return differs ? row : nil
  }
}

extension OperationRow {
  /// Operations whose output has the values of their input, in another shape or element type.
  private static let handingOn: Set = [
    "Cast", "CheckNumerics", "EnsureShape", "ExpandDims", "Identity", "IdentityN", "PlaceholderWithDefault",
    "PreventGradient", "Reshape", "Snapshot", "Squeeze", "StopGradient",
  ]

  fileprivate var handsOn: Bool {
    let types = [reference?.type, candidate?.type].compactMap(\.self)
    return types.allSatisfy { Self.handingOn.contains($0) }
  }
}
