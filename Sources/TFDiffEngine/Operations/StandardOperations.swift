extension OperationDefinition {
  /// The operations that compute: neither variables, random numbers nor placeholders.
  public static let kernels: [OperationDefinition] =
    [conv2D, matMul, biasAdd, fusedBatchNorm, softmax, greaterEqual, concat, pack, const, noOp]
    + [l2Loss, addN] + pooling + views + binary + unary
}
