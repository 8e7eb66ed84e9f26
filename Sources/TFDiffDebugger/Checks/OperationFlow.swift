import TFDiffTensor

extension [OperationRow] {
  /// Where each side's operations stand, by their ids.
  var places: SidePair<[String: Int]> {
    func places(_ side: Side) -> [String: Int] {
      Dictionary(
        indices.compactMap { index in self[index][side]?.id.map { ($0, index) } },
        uniquingKeysWith: { first, _ in first })
    }
    return SidePair(reference: places(.reference), candidate: places(.candidate))
  }

  /// Two inputs of a pair that the candidate takes in each other's place, where that matters; nil where there are none.
  ///
  /// - Parameter agree: whether two outputs are the same.
  func crossedInputs(of row: OperationRow, agree: (Tensor?, Tensor?) -> Bool) -> (Int, Int)? {
    guard let reference = row.reference, let candidate = row.candidate, !reference.isCommutative else { return nil }
    let places = places
    func agrees(_ left: OperationInput, _ right: OperationInput) -> Bool {
      switch (left, right) {
      case (.constant(let left), .constant(let right)): return left.isSame(as: right)
      case (.variable, .variable), (.modelInput, .modelInput): return left == right
      default:
        guard left.isFirstOutput, right.isFirstOutput, let one = places.row(of: left, .reference),
          let other = places.row(of: right, .candidate)
        else { return false }
        return agree(self[one].reference?.output, self[other].candidate?.output)
      }
    }
    let count = Swift.min(reference.inputs.count, candidate.inputs.count)
    for first in 0..<count where !agrees(reference.inputs[first], candidate.inputs[first]) {
      for second in first + 1..<Swift.max(count, first + 1)
      where agrees(reference.inputs[first], candidate.inputs[second])
        && agrees(reference.inputs[second], candidate.inputs[first])
      {
        return (first, second)
      }
    }
    return nil
  }
}

extension SidePair<[String: Int]> {
  /// The row of the operation that a side's input comes from; nil for what comes from elsewhere.
  func row(of input: OperationInput, _ side: Side) -> Int? {
    guard case .operation(let id, output: _) = input else { return nil }
    return self[side][id]
  }
}

extension OperationInput {
  /// Whether the value is an operation's first output, which is the one that is recorded.
  var isFirstOutput: Bool {
    if case .operation(id: _, output: let output) = self { output == 0 } else { false }
  }
}
