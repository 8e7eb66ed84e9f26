import TFDiffTensor

/// Executes single operations on given values, apart from any run: what experiments are made with.
///
/// Calls come from one thread at a time, and block; ``Cancellable/cancel()`` may come from any thread.
public protocol OperationCalculator: Cancellable {
  /// All outputs of an operation.
  ///
  /// - Throws: where the runtime does not have the operation, or cannot execute it with these attributes on these values.
  func execute(_ calculation: Calculation) throws -> [Tensor]
}

/// An operation to be executed.
public struct Calculation: Sendable {
  /// TensorFlow's op type.
  public var type: String
  /// As ``OperationEvent/attributes`` has them; what is left out has TensorFlow's default.
  public var attributes: [OperationAttribute]
  public var inputs: [Tensor]
  /// The element type of the first output, which says the attributes that name types where inputs do not, as `DstT` of a Cast;
  /// nil where that is not known.
  public var outputType: DType?
  /// Whether float32 and float16 inputs, and what is computed of them, are float64 instead.
  public var isInDouble: Bool

  public init(
    type: String, attributes: [OperationAttribute], inputs: [Tensor], outputType: DType? = nil,
    isInDouble: Bool = false
  ) {
    self.outputType = outputType
    self.type = type
    self.attributes = attributes
    self.inputs = inputs
    self.isInDouble = isInDouble
  }
}
