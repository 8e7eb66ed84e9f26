extension Tensor {
  /// The greatest absolute difference of two float32 tensors' elements, those that are no numbers left out; nil where the shapes
  /// or types are others.
  public func greatestDifference(from other: Tensor) -> Double? {
    guard dtype == .float32, other.dtype == .float32, shape == other.shape else { return nil }
    return withElements(of: Float.self) { left in
      other.withElements(of: Float.self) { right in
        Double(zip(left, right).lazy.map { ($0 - $1).magnitude }.filter(\.isFinite).max() ?? 0)
      }
    }
  }

  /// The greatest absolute value of float32 elements, those that are no numbers left out; 0 where there are none.
  public var greatestMagnitude: Double {
    guard dtype == .float32 else { return 0 }
    return withElements(of: Float.self) { Double($0.lazy.map(\.magnitude).filter(\.isFinite).max() ?? 0) }
  }
}
