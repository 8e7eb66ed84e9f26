/// The outcome of comparing two tensors of one shape and element type under a tolerance.
///
/// Positions are row-major; `Shape.index(at:)` turns them into an index. Differences with a non-finite
/// operand count as infinite unless both sides agree (NaN with NaN, an infinity with itself), which counts as zero.
public struct Comparison: Sendable, Hashable {
  public let elements: Int
  public let mismatched: Int
  public let firstMismatch: Int?
  /// The greatest `|reference − candidate|`, and where it is.
  public let maxAbs: Double
  public let maxAbsPosition: Int?
  /// The greatest `|reference − candidate| / |candidate|`, and where it is; infinite where only the candidate is zero.
  public let maxRel: Double
  public let maxRelPosition: Int?
  /// The smallest rtol that would have passed with the atol in force; infinite where none would.
  public let requiredRtol: Double
  /// The smallest atol that would have passed with the rtol in force; infinite where none would.
  public let requiredAtol: Double

  public init(
    elements: Int, mismatched: Int, firstMismatch: Int?, maxAbs: Double, maxAbsPosition: Int?, maxRel: Double,
    maxRelPosition: Int?, requiredRtol: Double, requiredAtol: Double
  ) {
    self.elements = elements
    self.mismatched = mismatched
    self.firstMismatch = firstMismatch
    self.maxAbs = maxAbs
    self.maxAbsPosition = maxAbsPosition
    self.maxRel = maxRel
    self.maxRelPosition = maxRelPosition
    self.requiredRtol = requiredRtol
    self.requiredAtol = requiredAtol
  }

  public var isMatch: Bool { mismatched == 0 }
}

/// What a report says of one tensor by itself. `min`, `max`, `mean`, `std` and `l2` are NumPy's over all elements.
public struct Statistics: Sendable, Hashable {
  public let min: Double
  public let max: Double
  public let mean: Double
  /// The population standard deviation, as `numpy.std`.
  public let std: Double
  /// The square root of the sum of squares.
  public let l2: Double
  public let nan: Int
  public let inf: Int

  public init(min: Double, max: Double, mean: Double, std: Double, l2: Double, nan: Int, inf: Int) {
    self.min = min
    self.max = max
    self.mean = mean
    self.std = std
    self.l2 = l2
    self.nan = nan
    self.inf = inf
  }
}
