import TFDiffTensor

extension OperationDefinition {
  /// Zeros around an array: input 1 is `[rank, 2]`, how many before and after along each axis.
  static let pad = OperationDefinition(
    "Pad",
    shapeRule: { context in
      let pads = try paddings(context)
      let input = context.inputs[0]
      let dimensions = zip(input.shape.dimensions, pads).map { $0 + $1.before + $1.after }
      return [TensorSpec(input.dtype, Shape(dimensions))]
    },
    compute: { invocation in
      let (x, spec) = (invocation.inputs[0], invocation.outputs[0])
      let pads = try paddings(invocation.shapeContext)
      let (sourceStrides, targetStrides) = (x.shape.strides, spec.shape.strides)
      let axes = (0..<x.shape.rank).map {
        StridedCopy.Axis(count: x.shape[$0], source: sourceStrides[$0], target: targetStrides[$0])
      }
      let start = spec.shape.position(of: pads.map(\.before))
      return [x.copied(axes, to: spec, targetStart: start, fill: 0, threads: invocation.threads)]
    },
    reference: { inputs, attributes in
      let pads = try paddings(ShapeContext(of: inputs, attributes))
      let x = ReferenceArray(inputs[0])
      var y = ReferenceArray(shape: Shape(zip(x.shape.dimensions, pads).map { $0 + $1.before + $1.after }))
      for index in x.indices { y[zip(index, pads).map { $0 + $1.before }] = x[index] }
      return [y.tensor]
    },
    gradient: padGradient)

  private static func paddings(_ context: ShapeContext) throws(EngineError) -> [(before: Int, after: Int)] {
    let type = "Pad"
    try context.expectInputs(2, of: type)
    let shape = context.inputs[0].shape
    guard context.inputs[1].shape == [shape.rank, 2] else {
      throw .badInput(
        operation: type,
        reason: "The first dimension of paddings must be the rank of inputs: \(context.inputs[1].shape) "
          + "for \(shape)")
    }
    guard let value = context.constantInput(1), let pads = value.integers else {
      throw .badInput(
        operation: type, reason: "paddings must be int32 or int64 and known while the graph is built")
    }
    for pad in pads where !(0..<1 << 40).contains(pad) {
      throw .badInput(operation: type, reason: "Paddings must be non-negative and below 2^40, got \(pad)")
    }
    return (0..<shape.rank).map { (pads[2 * $0], pads[2 * $0 + 1]) }
  }
}
