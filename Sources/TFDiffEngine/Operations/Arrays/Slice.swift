import TFDiffTensor

extension OperationDefinition {
  /// The box of `size` (input 2) that begins at `begin` (input 1); a size of −1 reaches to the end.
  static let slice = OperationDefinition(
    "Slice",
    shapeRule: { context in [TensorSpec(context.inputs.first?.dtype ?? .float32, try box(context).shape)] },
    compute: { invocation in
      let (x, spec) = (invocation.inputs[0], invocation.outputs[0])
      let begin = try box(invocation.shapeContext).begin
      let (sourceStrides, targetStrides) = (x.shape.strides, spec.shape.strides)
      let axes = (0..<x.shape.rank).map {
        StridedCopy.Axis(count: spec.shape[$0], source: sourceStrides[$0], target: targetStrides[$0])
      }
      return [
        x.copied(axes, to: spec, sourceStart: x.shape.position(of: begin), threads: invocation.threads)
      ]
    },
    reference: { inputs, attributes in
      let (begin, shape) = try box(ShapeContext(of: inputs, attributes))
      let x = ReferenceArray(inputs[0])
      var y = ReferenceArray(shape: shape)
      for index in y.indices { y[index] = x[zip(index, begin).map { $0 + $1 }] }
      return [y.tensor]
    },
    gradient: sliceGradient)

  private static func box(_ context: ShapeContext) throws(EngineError) -> (begin: [Int], shape: Shape) {
    let type = "Slice"
    try context.expectInputs(3, of: type)
    let shape = context.inputs[0].shape
    let begin = try context.integers(ofInput: 1, named: "begin", of: type)
    let size = try context.integers(ofInput: 2, named: "size", of: type)
    guard begin.count == shape.rank, size.count == shape.rank else {
      throw .badInput(
        operation: type,
        reason: "Expected begin and size arguments to be 1-D tensors of size \(shape.rank), but got "
          + "\(begin.count) and \(size.count)")
    }
    var dimensions: [Int] = []
    for axis in 0..<shape.rank {
      guard (0...shape[axis]).contains(begin[axis]) else {
        throw .badInput(
          operation: type, reason: "Expected begin[\(axis)] in [0, \(shape[axis])], but got \(begin[axis])")
      }
      let rest = shape[axis] - begin[axis]
      guard (-1...rest).contains(size[axis]) else {
        throw .badInput(
          operation: type, reason: "Expected size[\(axis)] in [0, \(rest)], but got \(size[axis])")
      }
      dimensions.append(size[axis] == -1 ? rest : size[axis])
    }
    return (begin, Shape(dimensions))
  }
}
