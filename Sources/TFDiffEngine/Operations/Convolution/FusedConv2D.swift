import TFDiffTensor

extension OperationDefinition {
  /// A convolution and what follows it in one: `relu(batch_norm(conv(x, filter)))` or
  /// `relu(conv(x, filter) + bias)`, the ReLU optional.
  ///
  /// Batch norm with given moments is linear, so its factor goes into the filter and its shift into the
  /// bias: equal to the operations one by one in real numbers, not to the bit in float32.
  static let fusedConv2D = OperationDefinition(
    "_FusedConv2D",
    shapeRule: { context in
      [TensorSpec(.float32, try fusedConvolution(context).geometry.outputShape)]
    },
    compute: { invocation in
      let (geometry, fused) = try fusedConvolution(invocation.shapeContext)
      guard geometry.outputShape.elementCount > 0 else { return [Tensor(empty: invocation.outputs[0])] }
      return [try convolve(invocation, geometry, fused)]
    },
    reference: { inputs, attributes in
      let fused = try FusedOperations(attributes, known: [.biasAdd, .batchNormalization])
      let product = try ReferenceKernel.convolution(inputs[0], inputs[1], attributes, of: "_FusedConv2D")
      let result =
        switch fused.combination {
        case .biasAdd: try ReferenceKernel.broadcast([product, inputs[2]], of: "BiasAdd") { $0 + $1 }
        case .batchNormalization:
          ReferenceArray(
            try ReferenceKernel.batchNormalization(
              [product] + inputs[2..<6],
              ["epsilon": .float(try fusedEpsilon(attributes)), "is_training": .bool(false)])[0])
        }
      return [(fused.hasReLU ? result.map { $0 < 0 ? 0 : $0 } : result).tensor]
    })

  private static func fusedEpsilon(_ attributes: Attributes) throws(EngineError) -> Double {
    try attributes.float("epsilon", default: 1e-4)
  }

  private static func fusedConvolution(
    _ context: ShapeContext
  ) throws(EngineError) -> (geometry: ConvolutionGeometry, fused: FusedOperations) {
    let type = "_FusedConv2D"
    let fused = try FusedOperations(context.attributes, known: [.biasAdd, .batchNormalization])
    try context.expectInputs(2 + fused.combination.argumentCount, of: type)
    try context.expectType([.float32], ofInputs: context.inputs.indices, of: type)
    let geometry = try ConvolutionGeometry(context, of: type)
    try fused.checkArguments(context, channels: geometry.filters, of: type)
    return (geometry, fused)
  }

  private static func convolve(
    _ invocation: Invocation, _ geometry: ConvolutionGeometry, _ fused: FusedOperations
  ) throws -> Tensor {
    let inputs = invocation.inputs
    let key = ConvolutionPrimitive.Key(geometry: geometry, hasBias: true, threads: invocation.threads)
    let primitive = try ConvolutionPrimitive.compiled(key, for: "_FusedConv2D")
    let scale: ChannelScale? =
      switch fused.combination {
      case .biasAdd: nil
      case .batchNormalization:
        ChannelScale(
          scale: inputs[2], offset: inputs[3], mean: inputs[4], variance: inputs[5],
          epsilon: try fusedEpsilon(invocation.attributes))
      }
    return try primitive(
      inputs[0], filter: inputs[1], scale: scale, bias: scale.map { Tensor($0.bias) } ?? inputs[2],
      relu: fused.hasReLU, geometry: geometry, threads: invocation.threads)
  }
}
