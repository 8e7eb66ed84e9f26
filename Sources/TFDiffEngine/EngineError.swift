import TFDiffTensor

/// What can go wrong in the engine, as facts; ``EngineError/description`` words them.
public enum EngineError: Error, Sendable, Equatable {
  case unknownOperationType(String)
  case badAttribute(name: String, expected: String, found: AttributeValue?)
  /// An operation was given a number, shapes or element types of inputs that it does not take.
  case badInput(operation: String, reason: String)
  /// A kernel library refused a primitive; `status` is its own code.
  case kernelLibrary(operation: String, call: String, status: Int)
  case variableExists(name: String)
  case variableMissing(name: String)
  case variableShapeDiffers(name: String, existing: Shape, wanted: Shape)
  case uninitializedVariable(name: String)
  case notFed(placeholder: String)
  case notInGraph(name: String)
  /// A gradient is asked for through an operation that TensorFlow has no gradient for.
  case noGradient(operation: String, type: String)
  case operationSeedReused(seed: Int)
  case variableCreationForbidden(VariableCreation)
  /// What a scope that allows it to be made, but not to stay unnoticed, has seen made.
  case variablesCreated([VariableCreation])
  /// A traced function made a variable when it was traced again.
  case variableCreatedOnLaterTrace(VariableCreation)
  case unknownModel(name: String, known: [String])
  case cancelled
}
