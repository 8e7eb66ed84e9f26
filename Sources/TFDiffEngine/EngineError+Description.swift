import TFDiffTensor

extension EngineError: CustomStringConvertible {
  /// The fact, and what to do about it where that is known.
  public var description: String {
    switch self {
    case .unknownOperationType(let type): "The engine has no operation of type \(type)."
    case .badAttribute(let name, let expected, let found):
      "Attribute '\(name)' should be of kind \(expected), but is \(found.map { "\($0)" } ?? "missing")."
    case .badInput(let operation, let reason): "\(operation): \(reason)."
    case .kernelLibrary(let operation, let call, let status):
      "\(operation): \(call) failed in the kernel library with status \(status)."
    case .variableExists(let name):
      "Variable \(name) already exists, disallowed. Did you mean to set reuse=True or reuse=tf.AUTO_REUSE?"
    case .variableMissing(let name):
      "Variable \(name) does not exist, or was not created with get_variable(). Did you mean to set "
        + "reuse=tf.AUTO_REUSE?"
    case .variableShapeDiffers(let name, let existing, let wanted):
      "Trying to share variable \(name), but specified shape \(wanted) and found shape \(existing)."
    case .uninitializedVariable(let name):
      "Attempting to use uninitialized value \(name). Run the variables' initializers first."
    case .notFed(let placeholder): "You must feed a value for placeholder tensor '\(placeholder)'."
    case .notInGraph(let name): "The name '\(name)' refers to an operation that is not in the graph."
    case .noGradient(let operation, let type):
      "No gradient defined for operation '\(operation)' (op type: \(type)). A StopGradient in front of it makes it a "
        + "constant."
    case .operationSeedReused(let seed): DeterministicRandomTestTool.reuseMessage(seed: seed)
    case .variableCreationForbidden(let creation):
      "Attempted to create a new variable instead of reusing an existing one. Args: \(creation.arguments)"
    case .variablesCreated(let creations):
      "Created vars: [" + creations.map { "<tf.Variable '\($0.name):0'>" }.joined(separator: ", ") + "]"
    case .variableCreatedOnLaterTrace(let creation):
      "tf.function only supports singleton tf.Variables created on the first call. Make sure the tf.Variable is "
        + "only created once or created outside tf.function. It was created again: \(creation.name)."
    case .unknownModel(let name, let known):
      "There is no built-in model '\(name)'. Known models: \(known.joined(separator: ", "))."
    case .cancelled: "The run was cancelled."
    }
  }

  /// The same error, saying at which operation of the run it happened.
  func located(at operation: String) -> EngineError {
    switch self {
    case .badInput(let type, let reason) where type != operation && !type.contains("/"):
      .badInput(operation: operation, reason: type == "" ? reason : "\(type): \(reason)")
    case .kernelLibrary(_, let call, let status):
      .kernelLibrary(operation: operation, call: call, status: status)
    default: self
    }
  }
}
