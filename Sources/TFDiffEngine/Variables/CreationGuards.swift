import TFDiffTensor

/// A variable that was made, or asked for, where none should be.
public struct VariableCreation: Sendable, Equatable {
  public let name: String
  public let shape: Shape
  public let dtype: DType
  public let trainable: Bool
  public let stack: CapturedStack

  init(_ request: VariableRequest) {
    name = request.name
    shape = request.shape
    dtype = request.dtype
    trainable = request.trainable
    stack = request.stack
  }

  /// What was asked for, in Python's notation.
  var arguments: String {
    "{'name': '\(name)', 'shape': \(shape), 'dtype': \(dtype.rawValue), 'trainable': \(trainable ? "True" : "False")}"
  }

  public static func == (left: VariableCreation, right: VariableCreation) -> Bool {
    left.name == right.name && left.arguments == right.arguments
  }
}

extension ExecutionContext {
  /// The migration guide's `assert_no_variable_creations`: the first variable that `body` tries to make is refused.
  ///
  /// - Throws: ``EngineError/variableCreationForbidden(_:)``, which has the stack of the code that tried.
  public func assertingNoVariableCreations<Result>(_ body: () throws -> Result) throws -> Result {
    try variableStore.withCreator { _, request in
      throw EngineError.variableCreationForbidden(VariableCreation(request))
    } body: {
      try body()
    }
  }

  /// The guide's `catch_and_raise_created_variables`: `body` makes what it will, and at its end all of that is an error.
  ///
  /// - Throws: ``EngineError/variablesCreated(_:)`` where there was any.
  public func catchingCreatedVariables<Result>(_ body: () throws -> Result) throws -> Result {
    var created: [VariableCreation] = []
    let result = try variableStore.withCreator { next, request in
      let variable = try next(request)
      created.append(VariableCreation(request))
      return variable
    } body: {
      try body()
    }
    if !created.isEmpty { throw EngineError.variablesCreated(created) }
    return result
  }
}
