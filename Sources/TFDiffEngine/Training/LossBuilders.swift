import TFDiffTensor

extension ExecutionContext {
  /// `tf.nn.sparse_softmax_cross_entropy_with_logits` of logits `[batch, classes]`; one loss a row.
  ///
  /// - Parameter labels: `[batch]`, the class of each row, int32 or int64.
  /// - Throws: ``EngineError/badInput(operation:reason:)`` where the labels do not fit the logits.
  ///
  /// Source: tensorflow/python/ops/nn_ops.py, `sparse_softmax_cross_entropy_with_logits`.
  public func sparseSoftmaxCrossEntropy(labels: Value, logits: Value) throws -> Value {
    let type = "SparseSoftmaxCrossEntropyWithLogits"
    return try withNameScope(type) { _ in
      _ = try shapeConstant(labels.shape, name: "Shape")
      return try apply1(type, [logits, labels], name: type)
    }
  }

  /// `tf.reduce_mean` over all elements.
  public func mean(_ x: Value) throws -> Value { try reduction("Mean", x) }

  /// `tf.reduce_sum` over all elements.
  public func sum(_ x: Value) throws -> Value { try reduction("Sum", x) }

  /// `tf.stop_gradient`: the value as a constant, as far as gradients go.
  public func stopGradient(_ x: Value) throws -> Value { try apply1("StopGradient", [x], name: "StopGradient") }

  /// Source: tensorflow/python/ops/math_ops.py, `reduce_mean` and `reduce_sum` without an axis.
  private func reduction(_ type: String, _ x: Value) throws -> Value {
    let axes = try constant(Tensor((0..<x.shape.rank).map { Int32($0) }), name: "Const")
    return try apply1(type, [x, axes], name: type, attributes: ["keep_dims": .bool(false)])
  }
}
