import TFDiffTensor

/// Where planted faults and scripted seeds take hold of a run. Each is nil in an unchanged run.
public struct Hooks {
  /// May change the arguments a layer has resolved from its call, its arg scopes and its defaults.
  public var changeArguments: ((LayerKind, _ variableScope: String, inout LayerArguments) -> Void)?
  /// May change what is asked for when a variable is made.
  public var changeRequest: ((inout VariableRequest) -> Void)?
  /// May replace a variable's value wherever a layer reads it.
  public var changeRead: ((any ExecutionContext, Variable, Value) throws -> Value)?
  /// May replace an end point's value before it is marked and used by what follows.
  public var changeEndpoint: ((any ExecutionContext, String, Value) throws -> Value)?
  /// Told of each end point after it has been marked.
  public var passedEndpoint: ((String) -> Void)?

  public init() {}
}
