extension OperationRegistry {
  /// Every op type the engine has.
  public static let standard = OperationRegistry(
    OperationDefinition.kernels + OperationDefinition.random + OperationDefinition.variables
      + OperationDefinition.parameterUpdates)
}
