import TFDiffTensor

extension OperationDefinition {
  /// An array repeated along each axis as often as input 1, `[rank]`, says.
  static let tile = OperationDefinition(
    "Tile",
    shapeRule: { [TensorSpec($0.inputs[0].dtype, try tiled($0).shape)] },
    compute: { invocation in
      let (x, spec) = (invocation.inputs[0], invocation.outputs[0])
      let multiples = try tiled(invocation.shapeContext).multiples
      let (sourceStrides, targetStrides) = (x.shape.strides, spec.shape.strides)
      // Each axis is walked once for its repetitions and once within one of them.
      let axes = (0..<x.shape.rank).flatMap { axis in
        [
          StridedCopy.Axis(count: multiples[axis], source: 0, target: targetStrides[axis] * x.shape[axis]),
          StridedCopy.Axis(count: x.shape[axis], source: sourceStrides[axis], target: targetStrides[axis]),
        ]
      }
      return [x.copied(axes, to: spec, threads: invocation.threads)]
    },
    reference: { inputs, attributes in
      let x = ReferenceArray(inputs[0])
      var y = ReferenceArray(shape: try tiled(ShapeContext(of: inputs, attributes)).shape)
      for index in y.indices { y[index] = x[zip(index, x.shape.dimensions).map { $0 % $1 }] }
      return [y.tensor]
    },
    gradient: .ofOutput { context, operation, gradient in
      let multiples = try context.knownIntegers(operation.inputs[1], "the multiples", of: operation)
      let shape = operation.inputs[0].shape
      let split = Shape(zip(multiples, shape.dimensions).flatMap { [$0, $1] })
      let axes = multiples.indices.map { 2 * $0 }
      return [try context.sum(context.reshape(gradient, to: split), over: axes), nil]
    })

  private static func tiled(_ context: ShapeContext) throws(EngineError) -> (multiples: [Int], shape: Shape) {
    try context.expectInputs(2, of: "Tile")
    let shape = context.inputs[0].shape
    let multiples = try context.integers(ofInput: 1, named: "multiples", of: "Tile")
    guard multiples.count == shape.rank else {
      throw .badInput(
        operation: "Tile",
        reason: "Expected multiples argument to be a vector of length \(shape.rank) but got length \(multiples.count)")
    }
    for multiple in multiples where multiple < 0 {
      throw .badInput(operation: "Tile", reason: "Expected multiples[i] >= 0, but got \(multiple)")
    }
    return (multiples, Shape(zip(multiples, shape.dimensions).map { $0 * $1 }))
  }
}
