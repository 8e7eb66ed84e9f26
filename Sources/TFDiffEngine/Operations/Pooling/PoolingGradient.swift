import TFDiffTensor

extension OperationDefinition {
  /// The gradients of poolings. `MaxPoolGrad` takes the pooled array, the result and the gradient of the result,
  /// `AvgPoolGrad` the shape of the pooled array and the gradient of the result.
  static let poolingGradients: [OperationDefinition] = [maxPoolGrad, avgPoolGrad]

  /// Source: tensorflow/python/ops/nn_grad.py, `_MaxPoolGrad`.
  static let maxPoolGradient = Gradient.ofElements { context, operation, gradient in
    try context.apply1(
      "MaxPoolGrad", [operation.inputs[0], operation.outputs[0], gradient], name: "MaxPoolGrad",
      attributes: operation.attributes)
  }

  /// Source: tensorflow/python/ops/nn_grad.py, `_AvgPoolGrad`.
  static let avgPoolGradient = Gradient.ofElements { context, operation, gradient in
    let shape = try context.shapeConstant(operation.inputs[0].shape, name: "Shape")
    return try context.apply1(
      "AvgPoolGrad", [shape, gradient], name: "AvgPoolGrad", attributes: operation.attributes)
  }

  private static let maxPoolGrad = OperationDefinition(
    "MaxPoolGrad",
    shapeRule: { context in
      try context.expectInputs(3, of: "MaxPoolGrad")
      try context.expectType([.float32], ofInputs: 0..<3, of: "MaxPoolGrad")
      let shape = try PoolingGeometry(context, of: "MaxPoolGrad").outputShape
      for index in 1...2 { try context.expect(shape, ofInput: index, of: "MaxPoolGrad") }
      return [context.inputs[0]]
    },
    compute: { invocation in
      let geometry = try PoolingGeometry(invocation.shapeContext, of: "MaxPoolGrad")
      let inputs = invocation.inputs
      return [Pooling.maximumGradient(of: inputs[0], inputs[2], geometry, threads: invocation.threads)]
    },
    reference: { inputs, attributes in
      let geometry = try PoolingGeometry(ShapeContext(of: inputs, attributes), of: "MaxPoolGrad")
      return [ReferenceKernel.maximumGradient(of: inputs[0], inputs[2], geometry).tensor]
    })

  private static let avgPoolGrad = OperationDefinition(
    "AvgPoolGrad",
    shapeRule: { context in
      let shape = try pooled(context).shape
      try context.expectType([.float32], ofInputs: [1], of: "AvgPoolGrad")
      return [TensorSpec(.float32, shape)]
    },
    compute: { invocation in
      let (geometry, shape) = try pooled(invocation.shapeContext)
      return [
        Pooling.averageGradient(invocation.inputs[1], geometry, shape: shape, threads: invocation.threads)
      ]
    },
    reference: { inputs, attributes in
      let (geometry, shape) = try pooled(ShapeContext(of: inputs, attributes))
      return [ReferenceKernel.averageGradient(inputs[1], geometry, shape: shape).tensor]
    })

  private static func pooled(
    _ context: ShapeContext
  ) throws(EngineError) -> (geometry: PoolingGeometry, shape: Shape) {
    let type = "AvgPoolGrad"
    try context.expectInputs(2, of: type)
    let shape = Shape(try context.integers(ofInput: 0, named: "orig_input_shape", of: type))
    let pooled = ShapeContext(inputs: [TensorSpec(.float32, shape)], attributes: context.attributes)
    let geometry = try PoolingGeometry(pooled, of: type)
    try context.expect(geometry.outputShape, ofInput: 1, of: type)
    return (geometry, shape)
  }
}

extension ReferenceKernel {
  /// Each gradient goes to the first of the greatest elements under its window.
  static func maximumGradient(
    of input: Tensor, _ gradient: Tensor, _ geometry: PoolingGeometry
  ) -> ReferenceArray {
    let (x, dy) = (ReferenceArray(input), ReferenceArray(gradient))
    var dx = ReferenceArray(shape: input.shape)
    for at in dy.indices {
      let greatest = positions(under: at, geometry).reduce(nil as [Int]?) { best, next in
        let least = best.map { x[$0] } ?? -Double(Float.greatestFiniteMagnitude)
        return x[next] > least ? next : best
      }
      if let greatest { dx[greatest] += dy[at] }
    }
    return dx
  }

  /// Each gradient is shared out evenly among the elements under its window that are not padding.
  static func averageGradient(_ gradient: Tensor, _ geometry: PoolingGeometry, shape: Shape) -> ReferenceArray {
    let dy = ReferenceArray(gradient)
    var dx = ReferenceArray(shape: shape)
    for at in dy.indices {
      let window = positions(under: at, geometry)
      for position in window { dx[position] += dy[at] / Double(window.count) }
    }
    return dx
  }

  private static func positions(under at: [Int], _ geometry: PoolingGeometry) -> [[Int]] {
    geometry.rows.range(of: at[1]).flatMap { row in
      geometry.columns.range(of: at[2]).map { [at[0], row, $0, at[3]] }
    }
  }
}
