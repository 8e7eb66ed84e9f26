import TFDiffTensor

/// How far rounding alone may have two runs apart at one place: what became of a value of the reference when each element of the
/// input was moved by one unit in the last place.
public struct RoundingNoise: Sendable, Hashable {
  /// The greatest `|moved − reference|`.
  public var greatest: Double
  /// The norm of that difference over the norm of the reference's value, as ``ErrorMeasures/relativeL2``.
  public var relative: Double
  /// The greatest finite magnitude of the reference's value.
  public var scale: Double
  /// The step from 1 to the next number of the element type; 0 for integers.
  public var step: Double

  /// By how much more than the measured noise the two sides may differ: each rounds in each of its operations, and the input was
  /// moved in one pattern of many.
  public static let factor = 16.0
  /// How many units in the last place of the greatest element are always allowed: sums are added up in another order.
  public static let leastSteps = 16.0
  /// From which relative noise on neither a pass nor a fail means anything: a unit in the last place of the input has grown
  /// beyond a hundredth of the value itself.
  public static let limit = 1e-2

  public init(greatest: Double, relative: Double, scale: Double, step: Double) {
    (self.greatest, self.relative) = (greatest, relative)
    (self.scale, self.step) = (scale, step)
  }

  /// Nil where the two are no pair, so that nothing can be said.
  init?(reference: Tensor, moved: Tensor) {
    guard let pair = try? TensorPair(reference: reference, candidate: moved) else { return nil }
    self.init(
      greatest: Comparison(of: pair, tolerance: .standard).maxAbs, relative: ErrorMeasures(of: pair).relativeL2,
      scale: Statistics(of: reference).greatest, step: reference.dtype.relativeStep)
  }

  /// `|reference − candidate| ≤ max(16·noise, 16 ULP of the greatest element)`.
  public var tolerance: Tolerance {
    Tolerance(rtol: 0, atol: max(Self.factor * greatest, Self.leastSteps * step * scale))
  }

  /// What an operation on the way is held to, whose own noise is not measured and whose values may be greater: the same, and
  /// 16 ULP of each element besides.
  var toleranceOnTheWay: Tolerance { Tolerance(rtol: Self.leastSteps * step, atol: tolerance.atol) }

  /// Whether a pass or a fail means anything.
  public var isJudgeable: Bool { relative <= Self.limit }

  /// The more of two.
  func joined(_ other: RoundingNoise) -> RoundingNoise {
    RoundingNoise(
      greatest: max(greatest, other.greatest), relative: max(relative, other.relative), scale: max(scale, other.scale),
      step: max(step, other.step))
  }
}

/// The noise of a run's endpoints and of the variables that it assigns, by name.
public struct RunNoise: Sendable, Hashable {
  public var endpoints: [String: RoundingNoise] = [:]
  public var updates: [String: RoundingNoise] = [:]
  /// Why nothing is known, in words; nil where it was measured.
  public var obstacle: String?

  public init() {}

  public static func unknown(_ obstacle: String) -> RunNoise {
    var floor = RunNoise()
    floor.obstacle = obstacle
    return floor
  }
}
