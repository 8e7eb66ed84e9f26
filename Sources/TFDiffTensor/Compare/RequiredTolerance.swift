extension Tolerance {
  /// The smallest rtol, not negative, that accepts this difference together with the atol in force; infinite where
  /// none does.
  ///
  /// Exact: ``accepts(reference:candidate:)`` is true with it, and false with the next smaller double.
  func requiredRtol(difference: Double, candidate: Double) -> Double {
    let size = candidate.magnitude
    return smallestPassing(near: (difference - atol) / size) { difference <= atol + $0 * size }
  }

  /// The smallest atol, not negative, that accepts this difference together with the rtol in force; infinite where
  /// none does.
  func requiredAtol(difference: Double, candidate: Double) -> Double {
    let allowance = rtol * candidate.magnitude
    return smallestPassing(near: difference - allowance) { difference <= $0 + allowance }
  }
}

/// The smallest double ≥ 0 that passes a test which, once passed, is passed by all greater ones; infinite where no
/// finite one does. Widens a bracket around `estimate` by doubling, then halves it: the doubles ≥ 0 are in the order
/// of their bit patterns.
private func smallestPassing(near estimate: Double, _ passes: (Double) -> Bool) -> Double {
  if passes(0) { return 0 }
  let greatest = Double.greatestFiniteMagnitude
  guard passes(greatest) else { return .infinity }
  let start = estimate > 0 ? min(estimate, greatest) : 0
  var failing: UInt64 = 0
  var passing = greatest.bitPattern
  var stride: UInt64 = 1
  if passes(start) {
    passing = start.bitPattern
    while passing > stride, passes(Double(bitPattern: passing - stride)) {
      passing -= stride
      stride *= 2
    }
    failing = passing > stride ? passing - stride : 0
  } else {
    failing = start.bitPattern
    while greatest.bitPattern - failing > stride, !passes(Double(bitPattern: failing + stride)) {
      failing += stride
      stride *= 2
    }
    passing = min(greatest.bitPattern, failing + stride)
  }
  while passing - failing > 1 {
    let middle = failing + (passing - failing) / 2
    if passes(Double(bitPattern: middle)) { passing = middle } else { failing = middle }
  }
  return Double(bitPattern: passing)
}
