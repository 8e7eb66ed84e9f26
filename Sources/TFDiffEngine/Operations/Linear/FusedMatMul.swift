import TFDiffTensor

extension OperationDefinition {
  /// `relu(a × b + bias)`, the ReLU optional.
  static let fusedMatMul = OperationDefinition(
    "_FusedMatMul",
    shapeRule: { context in [TensorSpec(.float32, try fusedProduct(context).geometry.outputShape)] },
    compute: { invocation in
      let (geometry, fused) = try fusedProduct(invocation.shapeContext)
      return [
        try matrixProduct(
          invocation, geometry, bias: invocation.inputs[2], relu: fused.hasReLU, for: "_FusedMatMul")
      ]
    },
    reference: { inputs, attributes in
      let geometry = try MatrixProductGeometry(ShapeContext(of: inputs, attributes), of: "_FusedMatMul")
      let product = ReferenceKernel.matrixProduct(inputs[0], inputs[1], geometry).tensor
      let result = try ReferenceKernel.broadcast([product, inputs[2]], of: "BiasAdd") { $0 + $1 }
      let fused = try FusedOperations(attributes, known: [.biasAdd])
      return [(fused.hasReLU ? result.map { $0 < 0 ? 0 : $0 } : result).tensor]
    })

  private static func fusedProduct(
    _ context: ShapeContext
  ) throws(EngineError) -> (geometry: MatrixProductGeometry, fused: FusedOperations) {
    let type = "_FusedMatMul"
    let fused = try FusedOperations(context.attributes, known: [.biasAdd])
    try context.expectInputs(2 + fused.combination.argumentCount, of: type)
    try context.expectType([.float32], ofInputs: context.inputs.indices, of: type)
    let geometry = try MatrixProductGeometry(context, of: type)
    try fused.checkArguments(context, channels: geometry.columns, of: type)
    return (geometry, fused)
  }
}
