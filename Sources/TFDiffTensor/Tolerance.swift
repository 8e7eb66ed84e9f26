/// How far a candidate may be from its reference, as `numpy.testing.assert_allclose(reference, candidate)` has it:
/// `|reference − candidate| ≤ atol + rtol·|candidate|`.
///
/// NaN equals NaN and an infinity equals itself; any other non-finite pair is out of tolerance.
/// Source: numpy/testing/_private/utils.py, `assert_allclose`; numpy/core/numeric.py, `isclose`.
public struct Tolerance: Sendable, Hashable, Codable {
  public var rtol: Double
  public var atol: Double

  public init(rtol: Double, atol: Double) {
    self.rtol = rtol
    self.atol = atol
  }

  /// The defaults of the product: rtol 1e-6, atol 1e-5.
  public static let standard = Tolerance(rtol: 1e-6, atol: 1e-5)

  public static let formula = "|reference − candidate| ≤ atol + rtol·|candidate|"

  /// The largest difference allowed where the candidate has this value.
  public func allowed(candidate: Double) -> Double { atol + rtol * candidate.magnitude }

  public func accepts(reference: Double, candidate: Double) -> Bool {
    if reference.isFinite && candidate.isFinite {
      return (reference - candidate).magnitude <= allowed(candidate: candidate)
    }
    return reference == candidate || (reference.isNaN && candidate.isNaN)
  }
}
