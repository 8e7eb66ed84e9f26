import TFDiffTensor

/// A value that an operation takes, as it takes it.
///
/// What only hands a value on is no operation that is told: an input may be another operation's output in another shape.
public struct OperandValue: Sendable {
  public let shape: Shape
  /// Nil where an operation that is told gives its elements, and where they are too many to be told.
  public let tensor: Tensor?

  public init(shape: Shape, tensor: Tensor? = nil) {
    self.shape = shape
    self.tensor = tensor
  }

  public init(_ tensor: Tensor) { self.init(shape: tensor.shape, tensor: tensor) }
}
