import TFDiffTensor

extension OperationDefinition {
  /// Pooling of `[batch, height, width, channels]` over height and width.
  static let pooling: [OperationDefinition] = [
    pooling("MaxPool", .maximum, maxPoolGradient) { $0.reduce(-Double(Float.greatestFiniteMagnitude), max) },
    pooling("AvgPool", .average, avgPoolGradient) { $0.reduce(0, +) / Double($0.count) },
  ]

  private static func pooling(
    _ type: String, _ pooling: Pooling, _ gradient: Gradient, reference: @escaping @Sendable ([Double]) -> Double
  ) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        try context.expectInputs(1, of: type)
        try context.expectType([.float32], ofInputs: 0..<1, of: type)
        return [TensorSpec(.float32, try PoolingGeometry(context, of: type).outputShape)]
      },
      compute: { invocation in
        let geometry = try PoolingGeometry(invocation.shapeContext, of: type)
        return [pooling(invocation.inputs[0], geometry, threads: invocation.threads)]
      },
      reference: { inputs, attributes in
        let context = ShapeContext(of: inputs, attributes)
        let geometry = try PoolingGeometry(context, of: type)
        return [ReferenceKernel.pool(inputs[0], geometry, reference).tensor]
      },
      gradient: gradient)
  }
}

extension ReferenceKernel {
  /// Gives `body` the elements under each window that are not padding.
  static func pool(
    _ input: Tensor, _ geometry: PoolingGeometry, _ body: ([Double]) -> Double
  ) -> ReferenceArray {
    let x = ReferenceArray(input)
    var y = ReferenceArray(shape: geometry.outputShape)
    for index in y.indices {
      let window = geometry.rows.range(of: index[1]).flatMap { row in
        geometry.columns.range(of: index[2]).map { column in x[index[0], row, column, index[3]] }
      }
      y[index] = body(window)
    }
    return y
  }
}
