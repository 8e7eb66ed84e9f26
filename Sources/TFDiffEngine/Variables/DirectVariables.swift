import TFDiffTensor

extension ExecutionContext {
  /// `tf.Variable(initial_value, name=…)`: a new variable each time, whatever its name; in the current name scope.
  ///
  /// The variable belongs to whoever keeps it: it is not found by `getVariable`, and a layer lists it among its own only
  /// where it is kept in one of the layer's attributes.
  /// Source: tensorflow/python/ops/variables.py, `VariableMetaclass.__call__`.
  public func variable(
    _ initialValue: Tensor, name: String = "Variable", trainable: Bool = true
  ) throws -> Variable {
    try makeDirectly(
      name, shape: initialValue.shape, dtype: initialValue.dtype,
      initializer: .initialValue(TensorAttribute(initialValue)), trainable: trainable)
  }

  /// A variable that a Keras layer adds to itself: in the current name scope, with an initializer.
  func addWeight(
    _ name: String, shape: Shape, initializer: Initializer, trainable: Bool = true
  ) throws -> Variable {
    try makeDirectly(name, shape: shape, dtype: .float32, initializer: initializer, trainable: trainable)
  }

  private func makeDirectly(
    _ name: String, shape: Shape, dtype: DType, initializer: Initializer, trainable: Bool
  ) throws -> Variable {
    var request = VariableRequest(
      name: takeName(scopes.nameScope + name), shape: shape, dtype: dtype, trainable: trainable,
      initializer: initializer)
    request.isNameTaken = true
    return try create(request)
  }
}
