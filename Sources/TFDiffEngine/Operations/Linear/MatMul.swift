import TFDiffTensor

extension OperationDefinition {
  /// `a: [rows, depth]` times `b: [depth, columns]`, either transposed on request.
  static let matMul = OperationDefinition(
    "MatMul",
    shapeRule: { context in
      try context.expectInputs(2, of: "MatMul")
      try context.expectType([.float32], ofInputs: 0..<2, of: "MatMul")
      return [TensorSpec(.float32, try MatrixProductGeometry(context, of: "MatMul").outputShape)]
    },
    compute: { invocation in
      let geometry = try MatrixProductGeometry(invocation.shapeContext, of: "MatMul")
      return [
        try matrixProduct(
          invocation, geometry, bias: nil, relu: false, for: "MatMul")
      ]
    },
    reference: { inputs, attributes in
      let context = ShapeContext(of: inputs, attributes)
      let geometry = try MatrixProductGeometry(context, of: "MatMul")
      return [ReferenceKernel.matrixProduct(inputs[0], inputs[1], geometry).tensor]
    },
    gradient: matMulGradient)

  /// Inputs 0 and 1 multiplied; a product over no depth is zero.
  static func matrixProduct(
    _ invocation: Invocation, _ geometry: MatrixProductGeometry, bias: Tensor?, relu: Bool,
    for operation: String
  ) throws -> Tensor {
    guard geometry.outputShape.elementCount > 0 else { return Tensor(empty: invocation.outputs[0]) }
    guard geometry.depth > 0 else {
      let product = Tensor(repeating: Float(0), shape: geometry.outputShape)
      let biased = bias.map {
        BinaryFunction.add.floating(product, $0, to: product.shape, threads: invocation.threads)
      }
      return relu
        ? UnaryFunction.relu.floating(biased ?? product, threads: invocation.threads) : biased ?? product
    }
    return try MatrixProductPrimitive.product(
      invocation.inputs[0], invocation.inputs[1], bias: bias, relu: relu, geometry, threads: invocation.threads,
      for: operation)
  }
}

extension ReferenceKernel {
  static func matrixProduct(
    _ a: Tensor, _ b: Tensor, _ geometry: MatrixProductGeometry
  ) -> ReferenceArray {
    let (left, right) = (ReferenceArray(a), ReferenceArray(b))
    let (rows, depth, columns) = (geometry.rows, geometry.depth, geometry.columns)
    return ReferenceArray.sums(
      left, geometry.transposesB ? right.transposed : right, shape: geometry.outputShape, lines: rows
    ) { row, a, b, sums in
      for k in 0..<depth {
        add(
          geometry.transposesA ? a[k * rows + row] : a[row * depth + k], times: b + k * columns, count: columns,
          to: sums)
      }
    }
  }
}
