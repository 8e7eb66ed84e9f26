extension OperationDefinition {
  /// The operations that compute: neither variables, random numbers nor placeholders.
  public static let kernels: [OperationDefinition] = [
    convolutionAndLinear, pooling, normalization, elementwise, arrays, reductions,
  ].flatMap(\.self)

  private static let convolutionAndLinear = [conv2D, fusedConv2D, matMul, fusedMatMul, biasAdd]
  private static let normalization = [fusedBatchNorm, softmax]
  private static let elementwise = binary + unary + selection + [greaterEqual, cast]
  private static let arrays =
    views + filling + [const, noOp, concat, pack, transpose, pad, slice, stridedSlice]
}
