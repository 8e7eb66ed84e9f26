import TFDiffTensor

extension [OperationRow] {
  /// Where one side alone has an operation: what takes its value, and what the other side takes there. Views are no operations
  /// to be compared, so that a side which only reshapes a value has nothing in the operation's place.
  ///
  /// Nil where the value reaches no pair, or the other side computes something of its own there.
  func bypass(of index: Int) -> OperationDifference? {
    guard !self[index].isPair else { return nil }
    let side: Side = self[index].reference != nil ? .reference : .candidate
    guard let own = self[index][side], let (consumer, input) = consumer(of: index, side),
      case .operation(let id, output: _)? = counterpart(of: input, at: consumer, side)
    else { return nil }
    let row = places[side.other][id]
    if let row, !self[row].isPair { return nil }
    return .bypass(
      consumer: self[consumer].name, side: side, operation: own.words,
      instead: row.flatMap { self[$0][side.other]?.words } ?? "what was computed before this layer")
  }

  /// The first pair that a value reaches through operations of one side alone, and at which of its inputs.
  func consumer(of index: Int, _ side: Side) -> (Int, Int)? {
    var (current, seen): (Int, Set<Int>) = (index, [index])
    while let id = self[current][side]?.id {
      var next: Int?
      for row in indices {
        guard let place = self[row][side]?.inputs.firstIndex(of: .operation(id: id, output: 0)) else { continue }
        if self[row].isPair { return (row, place) }
        next = next ?? row
      }
      guard let next, seen.insert(next).inserted else { return nil }
      current = next
    }
    return nil
  }

  /// The first pair whose values differ that takes what a pair gives, if through operations of one side alone.
  func consumer(ofPair index: Int) -> (Int, Int)? {
    let found = Side.allCases.compactMap { consumer(of: index, $0) }.filter { self[$0.0].status != .match }
    return found.min { $0.0 < $1.0 }
  }

  /// What the other side takes in the place of an input of a pair.
  private func counterpart(of input: Int, at row: Int, _ side: Side) -> OperationInput? {
    guard let reference = self[row].reference, let candidate = self[row].candidate else { return nil }
    let pair = reference.operandOrder(with: candidate).first { (side == .reference ? $0.0 : $0.1) == input }
    return pair.map { side == .reference ? candidate.inputs[$0.1] : reference.inputs[$0.0] }
  }
}

extension Side {
  /// The other of the two.
  var other: Side { self == .reference ? .candidate : .reference }
}

extension OperationEvent {
  /// Its name, type and what it gives, such as `conv/BiasAdd (BiasAdd, float32 [2, 6, 6, 12])`.
  fileprivate var words: String {
    "\(name) (\(type)\(output.map { ", \($0.dtype.rawValue) \($0.shape)" } ?? ""))"
  }
}
