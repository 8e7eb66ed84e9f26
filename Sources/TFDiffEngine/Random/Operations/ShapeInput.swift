import TFDiffTensor

/// Reads the input of a random operation that says which shape it is to make.
///
/// Source: `AllocateOutputWithShape`, tensorflow/core/kernels/random_op.cc.
enum ShapeInput {
  /// The shape a tensor's elements name.
  ///
  /// - Parameter shape: `[rank]`, int32 or int64.
  /// - Throws: ``EngineError/badInput(operation:reason:)`` where it is no vector of sizes, or names more elements
  ///   than can be counted.
  static func shape(from tensor: Tensor, operation: String) throws(EngineError) -> Shape {
    guard tensor.shape.rank == 1 else {
      throw .badInput(
        operation: operation, reason: "shape must be a vector of int32 or int64, got shape \(tensor.shape)")
    }
    let sizes: [Int]
    switch tensor.dtype {
    case .int32: sizes = tensor.elements(of: Int32.self).map(Int.init)
    case .int64: sizes = tensor.elements(of: Int64.self).map(Int.init)
    default:
      throw .badInput(
        operation: operation, reason: "shape must be a vector of int32 or int64, got \(tensor.dtype)")
    }
    if let negative = sizes.first(where: { $0 < 0 }) {
      throw .badInput(operation: operation, reason: "shape \(sizes) has the negative dimension \(negative)")
    }
    guard isCountable(sizes) else {
      throw .badInput(operation: operation, reason: "shape \(sizes) has too many elements")
    }
    return Shape(sizes)
  }

  /// Whether the bytes of the largest element type, and the samples reserved for them, can be counted.
  private static func isCountable(_ sizes: [Int]) -> Bool {
    guard !sizes.contains(0) else { return true }
    var count = GuardedPhiloxRandom.reservedSamplesPerElement
    for size in sizes {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow { return false }
      count = product
    }
    return true
  }
}
