import TFDiffTensor

/// A node of a graph. Made by ``Graph/addOperation(type:name:inputs:controlInputs:attributes:)`` only, and
/// never changed.
public final class Operation: Sendable {
  /// The order of creation, from 0; the graph's operations are topologically sorted by it.
  public let id: Int
  /// With its scopes: `InceptionResnetV2/Conv2d_1a_3x3/weights/Assign`.
  public let name: String
  public let type: String
  public let inputs: [Output]
  public let controlInputs: [Operation]
  public let attributes: Attributes
  public let outputSpecs: [TensorSpec]

  init(
    id: Int, name: String, type: String, inputs: [Output], controlInputs: [Operation], attributes: Attributes,
    outputSpecs: [TensorSpec]
  ) {
    self.id = id
    self.name = name
    self.type = type
    self.inputs = inputs
    self.controlInputs = controlInputs
    self.attributes = attributes
    self.outputSpecs = outputSpecs
  }
}

/// One output of an operation.
public struct Output: Sendable, Hashable {
  public let operation: Operation
  public let index: Int

  public init(_ operation: Operation, _ index: Int = 0) {
    self.operation = operation
    self.index = index
  }

  public var spec: TensorSpec { operation.outputSpecs[index] }
  /// TensorFlow's tensor name: `scope/op:0`.
  public var name: String { "\(operation.name):\(index)" }

  public static func == (a: Output, b: Output) -> Bool {
    a.operation === b.operation && a.index == b.index
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(operation))
    hasher.combine(index)
  }
}
