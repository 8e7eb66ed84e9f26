import TFDiffTensor

extension OperationDefinition {
  /// Source: tensorflow/python/ops/math_grad.py, `_MatMulGrad`.
  static let matMulGradient = Gradient.ofOutput { context, operation, gradient in
    let (a, b) = (operation.inputs[0], operation.inputs[1])
    let transposesA = try operation.attributes.bool("transpose_a", default: false)
    let transposesB = try operation.attributes.bool("transpose_b", default: false)
    func product(_ x: Value, _ y: Value, _ transposesX: Bool, _ transposesY: Bool) throws -> Value {
      try context.apply1(
        "MatMul", [x, y], name: "MatMul",
        attributes: ["transpose_a": .bool(transposesX), "transpose_b": .bool(transposesY)])
    }
    func gradientOfA() throws -> Value {
      try transposesA ? product(b, gradient, transposesB, true) : product(gradient, b, false, !transposesB)
    }
    func gradientOfB() throws -> Value {
      try transposesB ? product(gradient, a, true, transposesA) : product(a, gradient, !transposesA, false)
    }
    return [operation.needs(0) ? try gradientOfA() : nil, operation.needs(1) ? try gradientOfB() : nil]
  }

  /// The gradient of a bias: the sum over all axes but the last, `[..., channels]` to `[channels]`.
  static let biasAddGrad = OperationDefinition(
    "BiasAddGrad",
    shapeRule: { context in
      try context.expectInputs(1, of: "BiasAddGrad")
      try context.expectType([.float32, .float64], ofInputs: 0..<1, of: "BiasAddGrad")
      try expectChannelsLast(context.attributes, of: "BiasAddGrad")
      let input = context.inputs[0]
      guard input.shape.rank >= 2 else {
        throw EngineError.badInput(
          operation: "BiasAddGrad", reason: "Input tensor must be at least 2D: \(input.shape)")
      }
      return [TensorSpec(input.dtype, [input.shape[-1]])]
    },
    compute: { invocation in
      let x = invocation.inputs[0]
      let geometry = ReductionGeometry(leadingAxesOf: x.shape)
      return [try Reduction(geometry: geometry, isMean: false).apply(x, of: "BiasAddGrad")]
    },
    reference: { inputs, _ in
      let x = ReferenceArray(inputs[0])
      var sums = ReferenceArray(shape: [x.shape[-1]])
      for (position, value) in x.values.enumerated() { sums.values[position % sums.values.count] += value }
      return [sums.tensor]
    })

  /// Source: tensorflow/python/ops/nn_grad.py, `_BiasAddGrad`.
  static let biasAddGradient = Gradient.ofOutput { context, operation, gradient in
    [
      gradient,
      operation.needs(1)
        ? try context.apply1(
          "BiasAddGrad", [gradient], name: "BiasAddGrad", attributes: ["data_format": .string("NHWC")]) : nil,
    ]
  }
}
