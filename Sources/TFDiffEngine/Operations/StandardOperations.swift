extension OperationDefinition {
  /// The operations that compute: neither variables, random numbers nor placeholders.
  public static let kernels: [OperationDefinition] = [
    convolutionAndLinear, pooling, poolingGradients, normalization, crossEntropies, elementwise, arrays, arrayGradients,
    reductions,
  ].flatMap(\.self)

  private static let convolutionAndLinear =
    [conv2D, fusedConv2D, matMul, fusedMatMul, biasAdd, biasAddGrad] + conv2DBackprop
  private static let normalization = [fusedBatchNorm, fusedBatchNormGrad, softmax]
  private static let elementwise = binary + unary + selection + comparisons + gradientFunctions + [cast]
  private static let arrays =
    views + filling + shapes
    + [const, noOp, concat, pack, transpose, pad, slice, stridedSlice, tile, broadcastGradientArguments]
}
