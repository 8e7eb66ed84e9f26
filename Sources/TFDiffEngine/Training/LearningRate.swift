#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The learning rate of each step, computed in float32 as TensorFlow's schedules compute it.
///
/// Source: keras/optimizers/schedules/learning_rate_schedule.py, which tensorflow.compat.v1's `exponential_decay` and
/// `piecewise_constant` are made of.
public enum LearningRate: Sendable, Hashable {
  case constant(Float)
  /// `initial · rate ^ (step / steps)`; a staircase cuts the quotient off to a whole number.
  case exponentialDecay(initial: Float, steps: Int, rate: Float, isStaircase: Bool)
  /// The first of the values up to and including the step that the first boundary names, and so on; one value more than
  /// boundaries.
  case piecewiseConstant(boundaries: [Int], values: [Float])

  /// - Parameter step: how many steps have been taken before.
  public func value(at step: Int) -> Float {
    switch self {
    case .constant(let rate): return rate
    case .exponentialDecay(let initial, let steps, let rate, let isStaircase):
      let quotient = Float(step) / Float(steps)
      return initial * powf(rate, isStaircase ? quotient.rounded(.down) : quotient)
    case .piecewiseConstant(let boundaries, let values):
      let index = boundaries.firstIndex { step <= $0 } ?? boundaries.count
      return values.indices.contains(index) ? values[index] : .nan
    }
  }
}
