import TFDiffTensor

extension [OperationRow] {
  /// Where an operation's value is, or becomes, what elements are looked up with: that the two sides look up others.
  ///
  /// Followed through whole numbers and flags alone. Nil where it does not lead to a lookup, or the two look up the same.
  func otherIndices(from index: Int) -> OperationDifference? {
    var (seen, waiting): (Set<Int>, [Int]) = ([index], [index])
    while !waiting.isEmpty {
      let current = waiting.removeFirst()
      let ids = SidePair(reference: self[current].reference?.id, candidate: self[current].candidate?.id)
      for row in indices
      where !seen.contains(row) && (takes(row, ids.reference, .reference) || takes(row, ids.candidate, .candidate)) {
        seen.insert(row)
        if let found = lookup(row) { return found }
        if self[row].givesIndices { waiting.append(row) }
      }
    }
    return nil
  }

  private func takes(_ row: Int, _ id: String?, _ side: Side) -> Bool {
    guard let id, let event = self[row][side] else { return false }
    return event.inputs.contains(.operation(id: id, output: 0))
  }

  private func lookup(_ row: Int) -> OperationDifference? {
    guard let reference = self[row].reference, let candidate = self[row].candidate,
      Self.lookups.contains(canonicalOperationType(reference.type)), reference.inputs.count > 1,
      candidate.inputs.count > 1
    else { return nil }
    let (left, right) = (indices(reference, .reference), indices(candidate, .candidate))
    guard let left, let right, left != right else { return nil }
    return .indices(lookup: self[row].name, reference: left, candidate: right)
  }

  /// The first few of what a lookup is given; nil where that is not recorded.
  private func indices(_ event: OperationEvent, _ side: Side) -> [Double]? {
    switch event.inputs[1] {
    case .constant(let constant): return constant.values.map { Array<Double>($0.prefix(Self.shown)) }
    case .operation:
      guard let output = places.row(of: event.inputs[1], side).flatMap({ self[$0][side]?.output }) else { return nil }
      return (0..<Swift.min(Self.shown, output.elementCount)).map { output.value(at: $0) }
    case .variable, .modelInput, .unknown: return nil
    }
  }

  private static var shown: Int { 8 }
  /// TensorFlow's operations whose second input says which elements of the first are taken.
  private static var lookups: Set<String> { ["Gather", "GatherNd"] }
}

extension OperationRow {
  /// Whether what it gives may be, or be made into, what elements are looked up with.
  fileprivate var givesIndices: Bool {
    guard let dtype = (reference ?? candidate)?.output?.dtype else { return false }
    return dtype == .int32 || dtype == .int64 || dtype == .bool
  }
}
