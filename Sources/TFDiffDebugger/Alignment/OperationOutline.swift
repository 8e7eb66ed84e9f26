import TFDiffTensor

/// What an alignment needs to know of an operation, which need not have been executed.
public struct OperationOutline: Sendable, Hashable {
  /// With its scopes, as in ``OperationEvent/name``.
  public var name: String
  public var type: String
  /// The op types a graph rewrite folded into this one, in order of execution; empty where it is as written.
  public var fused: [String]
  /// The first output's; nil where it is not known, or there is no output.
  public var shape: Shape?
  /// What else partners must have alike, such as the shapes they take; empty where nothing is asked.
  public var detail: String

  public init(name: String, type: String, fused: [String] = [], shape: Shape?, detail: String = "") {
    self.name = name
    self.type = type
    self.fused = fused
    self.shape = shape
    self.detail = detail
  }

  init(_ operation: OperationEvent) {
    self.init(
      name: operation.name, type: operation.type, fused: operation.fused, shape: operation.output?.shape)
  }
}
