import TFDiffTensor

extension OperationDefinition {
  /// `[batch, height, width, depth]` by `[height, width, depth / groups, filters]`.
  static let conv2D = OperationDefinition(
    "Conv2D",
    shapeRule: { context in
      try context.expectInputs(2, of: "Conv2D")
      try context.expectType([.float32], ofInputs: 0..<2, of: "Conv2D")
      let geometry = try ConvolutionGeometry(context, of: "Conv2D")
      return [TensorSpec(context.inputs[0].dtype, geometry.outputShape)]
    },
    compute: { invocation in
      let geometry = try ConvolutionGeometry(invocation.shapeContext, of: "Conv2D")
      guard geometry.outputShape.elementCount > 0 else { return [Tensor(empty: invocation.outputs[0])] }
      let key = ConvolutionPrimitive.Key(
        geometry: geometry, hasBias: false, threads: invocation.threads)
      return [
        try ConvolutionPrimitive.compiled(key, for: "Conv2D")(
          invocation.inputs[0], filter: invocation.inputs[1], geometry: geometry,
          threads: invocation.threads)
      ]
    },
    reference: { inputs, attributes in
      [try ReferenceKernel.convolution(inputs[0], inputs[1], attributes, of: "Conv2D")]
    },
    gradient: conv2DGradient)
}
