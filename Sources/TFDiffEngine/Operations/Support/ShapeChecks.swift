import TFDiffTensor

/// Checks that many shape rules share. `operation` is the op type an error names.
extension ShapeContext {
  func expectInputs(_ count: Int, of operation: String) throws(EngineError) {
    try expectInputs(count...count, of: operation)
  }

  func expectInputs(_ counts: ClosedRange<Int>, of operation: String) throws(EngineError) {
    guard !counts.contains(inputs.count) else { return }
    let wanted = counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) or more"
    throw .badInput(operation: operation, reason: "takes \(wanted) inputs, got \(inputs.count)")
  }

  func expectRank(_ rank: Int, ofInput index: Int, named name: String, of operation: String)
    throws(EngineError)
  {
    let shape = inputs[index].shape
    guard shape.rank != rank else { return }
    throw .badInput(operation: operation, reason: "\(name) must be \(rank)-dimensional, got shape \(shape)")
  }

  func expect(_ shape: Shape, ofInput index: Int, of operation: String) throws(EngineError) {
    let found = inputs[index].shape
    guard found != shape else { return }
    throw .badInput(operation: operation, reason: "input \(index) must have shape \(shape), got \(found)")
  }

  /// All the inputs at `indices` must be of the type of the first, and that one of `types`.
  func expectType(
    _ types: [DType], ofInputs indices: some Collection<Int>, of operation: String
  ) throws(EngineError) {
    guard let first = indices.first else { return }
    let type = inputs[first].dtype
    guard types.contains(type) else {
      let known = types.map(\.rawValue).joined(separator: ", ")
      throw .badInput(
        operation: operation, reason: "input \(first) is \(type); the kernel takes \(known)")
    }
    for index in indices where inputs[index].dtype != type {
      throw .badInput(
        operation: operation,
        reason: "input \(index) was expected to be \(type) but is \(inputs[index].dtype)")
    }
  }

  /// The value of an integer scalar or vector that the output's shape depends on.
  func integers(ofInput index: Int, named name: String, of operation: String) throws(EngineError) -> [Int] {
    guard let value = constantInput(index) else {
      throw .badInput(
        operation: operation, reason: "\(name) must be known while the graph is built; feed or fold it first")
    }
    guard value.shape.rank <= 1 else {
      throw .badInput(
        operation: operation, reason: "\(name) must be a scalar or a vector, got shape \(value.shape)")
    }
    guard let integers = value.integers else {
      throw .badInput(operation: operation, reason: "\(name) must be int32 or int64, is \(value.dtype)")
    }
    return integers
  }
}

extension Tensor {
  /// The elements of an int32 or int64 tensor.
  var integers: [Int]? {
    switch dtype {
    case .int32: elements(of: Int32.self).map(Int.init)
    case .int64: elements(of: Int64.self).map(Int.init)
    default: nil
    }
  }
}

/// Turns an axis counted from either end into one counted from the front, or nil where it is out of range.
func normalizedAxis(_ axis: Int, rank: Int) -> Int? {
  (-rank..<rank).contains(axis) ? (axis < 0 ? axis + rank : axis) : nil
}
