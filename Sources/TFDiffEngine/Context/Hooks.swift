import TFDiffTensor

/// Where planted faults take hold of a run. Each is nil in an unchanged run.
public struct Hooks {
  /// May change the arguments a layer has resolved from its call, its arg scopes and its defaults.
  public var changeArguments: ((LayerKind, _ variableScope: String, inout LayerArguments) -> Void)?
  /// May replace the initializer of a variable.
  public var changeInitializer: ((VariableRequest) -> Initializer)?
  /// May replace a variable's value wherever a layer reads it.
  public var changeRead: ((any ExecutionContext, Variable, Value) throws -> Value)?
  /// May replace an end point's value before it is marked and used by what follows.
  public var changeEndpoint: ((any ExecutionContext, String, Value) throws -> Value)?

  public init() {}
}
