import TFDiffTensor

/// A value that an operation takes, as it takes it.
///
/// What only hands a value on is no operation that is told: an input may be another operation's output in another shape.
public struct OperandValue: Sendable {
  public let shape: Shape
  /// Nil where an operation that is told gives its elements, and where they are too many to be told.
  public let tensor: Tensor?
  /// Of its elements, where they were let go of.
  public let statistics: Statistics?

  public init(shape: Shape, tensor: Tensor? = nil, statistics: Statistics? = nil) {
    self.shape = shape
    self.tensor = tensor
    self.statistics = statistics
  }

  public init(_ tensor: Tensor) { self.init(shape: tensor.shape, tensor: tensor) }

  /// The same without its elements, and with what is to be said of them.
  var summarized: OperandValue {
    guard let tensor, tensor.elementCount > 0 else { return OperandValue(shape: shape, statistics: statistics) }
    return OperandValue(shape: shape, statistics: Statistics(of: tensor))
  }
}
