import TFDiffTensor

/// The kernel of a random operation that takes only a shape: each call draws on from where the last ended.
///
/// Source: `PhiloxRandomOp`, tensorflow/core/kernels/random_op.cc.
public final class RandomKernel: Kernel {
  typealias Draw = @Sendable (Shape, PhiloxRandom, _ threads: Int) -> Tensor

  private let operation: String
  private let generator: GuardedPhiloxRandom
  private let draw: Draw

  init(_ operation: String, _ attributes: Attributes, draw: @escaping Draw) throws(EngineError) {
    self.operation = operation
    self.draw = draw
    generator = GuardedPhiloxRandom(try attributes.seedPair)
  }

  /// - Parameter inputs: the shape, `[rank]`, int32 or int64.
  /// - Throws: ``EngineError/badInput(operation:reason:)``.
  public func compute(_ inputs: [Tensor], _ context: KernelContext) throws -> [Tensor] {
    guard inputs.count == 1 else {
      throw EngineError.badInput(operation: operation, reason: "takes 1 input, got \(inputs.count)")
    }
    let shape = try ShapeInput.shape(from: inputs[0], operation: operation)
    return [draw(shape, generator.reserve(elementCount: shape.elementCount), context.threads)]
  }
}

/// The kernel of `RandomUniformInt`: each call draws on from where the last ended.
///
/// Source: `RandomUniformIntOp`, tensorflow/core/kernels/random_op.cc.
public final class RandomUniformIntKernel: Kernel {
  private static let operation = "RandomUniformInt"
  private let generator: GuardedPhiloxRandom

  init(_ attributes: Attributes) throws(EngineError) {
    generator = GuardedPhiloxRandom(try attributes.seedPair)
  }

  /// - Parameter inputs: the shape, `[rank]`, int32 or int64; the least number, and the one after the greatest,
  ///   scalars of the element type of the result.
  /// - Throws: ``EngineError/badInput(operation:reason:)``.
  public func compute(_ inputs: [Tensor], _ context: KernelContext) throws -> [Tensor] {
    guard inputs.count == 3 else { throw Self.badInput("takes 3 inputs, got \(inputs.count)") }
    let shape = try ShapeInput.shape(from: inputs[0], operation: Self.operation)
    let (minimum, maximum) = (inputs[1], inputs[2])
    guard minimum.shape.rank == 0, maximum.shape.rank == 0 else {
      throw Self.badInput(
        "minval and maxval must be scalars, got shapes \(minimum.shape) and \(maximum.shape)")
    }
    switch (minimum.dtype, maximum.dtype) {
    case (.int32, .int32):
      return [try draw(shape, minimum, maximum, context) { UniformInt32(minimum: $0, maximum: $1) }]
    case (.int64, .int64):
      return [try draw(shape, minimum, maximum, context) { UniformInt64(minimum: $0, maximum: $1) }]
    default:
      throw Self.badInput(
        "minval and maxval must both be int32 or both int64, got \(minimum.dtype) and \(maximum.dtype)")
    }
  }

  private func draw<Distribution: PhiloxDistribution>(
    _ shape: Shape, _ minimum: Tensor, _ maximum: Tensor, _ context: KernelContext,
    _ makeDistribution: (Distribution.Element, Distribution.Element) -> Distribution
  ) throws(EngineError) -> Tensor where Distribution.Element: FixedWidthInteger {
    // A tensor without elements is no place where an empty range could be seen, so TensorFlow allows it.
    guard shape.elementCount > 0 else { return Tensor([Distribution.Element](), shape: shape) }
    let low: Distribution.Element = minimum.withElements { $0[0] }
    let high: Distribution.Element = maximum.withElements { $0[0] }
    guard low < high else { throw Self.badInput("needs minval < maxval, got \(low) >= \(high)") }
    let fill = PhiloxFill(
      generator: generator.reserve(elementCount: shape.elementCount), threads: context.threads)
    return Tensor(shape: shape) { fill.fill($0, with: makeDistribution(low, high)) }
  }

  private static func badInput(_ reason: String) -> EngineError {
    .badInput(operation: operation, reason: reason)
  }
}

extension Attributes {
  /// The attributes `seed` and `seed2`, each 0 where it is missing, as TensorFlow's op definitions have it.
  fileprivate var seedPair: SeedPair {
    get throws(EngineError) {
      SeedPair(
        self["seed"] == nil ? 0 : try int("seed"),
        self["seed2"] == nil ? 0 : try int("seed2"))
    }
  }
}
