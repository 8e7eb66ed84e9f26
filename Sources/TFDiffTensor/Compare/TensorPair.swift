/// Two tensors of one shape and element type that are looked at together.
///
///     let pair = try TensorPair(reference: expected, candidate: actual)
///     let comparison = Comparison(of: pair, tolerance: .standard)
///     let next = pair.nextMismatch(after: cursor, tolerance: .standard)
///
public struct TensorPair: Sendable {
  public let reference: Tensor
  public let candidate: Tensor

  /// - Throws: ``TensorError/shapesDiffer(reference:candidate:)`` or
  ///   ``TensorError/dtypesDiffer(reference:candidate:)``.
  public init(reference: Tensor, candidate: Tensor) throws(TensorError) {
    guard reference.shape == candidate.shape else {
      throw .shapesDiffer(reference: reference.shape, candidate: candidate.shape)
    }
    guard reference.dtype == candidate.dtype else {
      throw .dtypesDiffer(reference: reference.dtype, candidate: candidate.dtype)
    }
    self.reference = reference
    self.candidate = candidate
  }

  /// The same where the two shapes may differ by sizes of 1 or by how the axes before the last are joined, in the reference's
  /// shape.
  ///
  /// - Throws: ``TensorError/shapesDiffer(reference:candidate:)`` or
  ///   ``TensorError/dtypesDiffer(reference:candidate:)``.
  public init(elementsOf reference: Tensor, and candidate: Tensor) throws(TensorError) {
    let isView = reference.shape.holdsRows(of: candidate.shape)
    try self.init(reference: reference, candidate: isView ? candidate.reshaped(to: reference.shape) : candidate)
  }

  public var shape: Shape { reference.shape }
  public var dtype: DType { reference.dtype }
  public var elementCount: Int { reference.elementCount }

  /// `|reference − candidate|` at a row-major position, as ``Comparison`` counts it.
  public func difference(at position: Int) -> Double {
    absoluteDifference(reference.value(at: position), candidate.value(at: position))
  }
}

/// `|reference − candidate|`: infinite where one is not finite, but zero where both are the same infinity or both NaN.
func absoluteDifference(_ reference: Double, _ candidate: Double) -> Double {
  if reference.isFinite && candidate.isFinite { return (reference - candidate).magnitude }
  return reference == candidate || (reference.isNaN && candidate.isNaN) ? 0 : .infinity
}
