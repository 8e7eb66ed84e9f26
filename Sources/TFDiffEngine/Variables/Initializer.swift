import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a variable gets its first value, as operations in the world it is made in.
public enum Initializer: Sendable, Hashable {
  case zeros
  case ones
  case constant(Float)
  /// The value itself, as `tf.Variable` takes it.
  case initialValue(TensorAttribute)
  /// Source: tensorflow/python/ops/init_ops.py, `GlorotUniform`; the default of `get_variable`.
  case glorotUniform
  case randomUniform(minval: Float, maxval: Float)
  case randomNormal(mean: Float, stddev: Float)
  case truncatedNormal(mean: Float, stddev: Float)
  /// Source: tf_slim/layers/initializers.py, `variance_scaling_initializer`.
  case varianceScaling(factor: Double, mode: FanMode, uniform: Bool)

  public enum FanMode: String, Sendable, Hashable {
    case fanIn = "FAN_IN"
    case fanOut = "FAN_OUT"
    case fanAverage = "FAN_AVG"
  }

  /// Slim's default for weights. Source: Glorot and Bengio 2010, as tf_slim's `xavier_initializer` has it.
  public static func xavier(uniform: Bool = true) -> Initializer {
    .varianceScaling(factor: 1, mode: .fanAverage, uniform: uniform)
  }

  /// Adds or executes the operations that make the first value.
  func value(shape: Shape, dtype: DType, in context: any ExecutionContext) throws -> Value {
    switch self {
    case .zeros: try context.filled(0, shape: shape, dtype: dtype, name: "zeros")
    case .ones: try context.filled(1, shape: shape, dtype: dtype, name: "ones")
    case .constant(let value): try context.filled(value, shape: shape, dtype: dtype, name: "Const")
    case .initialValue(let value): try context.constant(value.tensor, name: "initial_value")
    case .glorotUniform:
      try Self.xavier().value(shape: shape, dtype: dtype, in: context)
    case .randomUniform(let minval, let maxval):
      try context.randomUniform(shape: shape, minval: minval, maxval: maxval)
    case .randomNormal(let mean, let stddev):
      try context.randomNormal(shape: shape, mean: mean, stddev: stddev)
    case .truncatedNormal(let mean, let stddev):
      try context.truncatedNormal(shape: shape, mean: mean, stddev: stddev)
    case .varianceScaling(let factor, let mode, let uniform):
      try scaled(factor: factor, mode: mode, uniform: uniform, shape: shape, in: context)
    }
  }

  private func scaled(
    factor: Double, mode: FanMode, uniform: Bool, shape: Shape, in context: any ExecutionContext
  ) throws -> Value {
    let fans = Fans(shape)
    let n =
      switch mode {
      case .fanIn: fans.in
      case .fanOut: fans.out
      case .fanAverage: (fans.in + fans.out) / 2
      }
    if uniform {
      let limit = Float(sqrt(3 * factor / n))
      return try context.randomUniform(shape: shape, minval: -limit, maxval: limit)
    }
    return try context.truncatedNormal(shape: shape, mean: 0, stddev: Float(sqrt(1.3 * factor / n)))
  }
}

/// How many inputs and outputs a weight connects: its last two dimensions times the size of its receptive field.
private struct Fans {
  let `in`: Double
  let out: Double

  init(_ shape: Shape) {
    let dimensions = shape.dimensions.map(Double.init)
    let field = dimensions.dropLast(2).reduce(1, *)
    out = (dimensions.last ?? 1) * field
    self.in = (dimensions.count > 1 ? dimensions[dimensions.count - 2] : dimensions.last ?? 1) * field
  }
}
