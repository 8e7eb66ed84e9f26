import TFDiffTensor

/// Where a value that an operation takes comes from, past what only hands it on or views it in another shape.
public enum ValueOrigin: Sendable, Hashable {
  /// An output of an operation, by ``ExecutedOperation/id``.
  case operation(id: Int, output: Int)
  /// A variable, by the name of its resource.
  case variable(String)
  case constant
  /// What the run is fed with.
  case fed

  /// The op types whose output is their first input's, if in another shape.
  static let handingOn: Set<String> = [
    "Identity", "StopGradient", "Reshape", "Squeeze", "ExpandDims", "ReadVariableOp",
  ]
}

/// What a run tells of an operation that it has executed.
public struct ExecutedOperation: Sendable {
  /// What tells it from the others of its run.
  public let id: Int
  public let name: String
  public let type: String
  /// The op types a rewrite folded into it, in order of execution.
  public let fused: [String]
  public let attributes: Attributes
  /// The values it took, and where each comes from.
  public let operands: [(value: Tensor, origin: ValueOrigin)]
  public let outputs: [Tensor]
  /// The variable it assigned, with its new value.
  public let update: (variable: String, value: Tensor)?
}
