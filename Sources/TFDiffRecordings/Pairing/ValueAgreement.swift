import TFDiffTensor

/// That two tensors hold the same numbers, in some order of axes, or times a constant; judged by a sample of their elements.
struct ValueAgreement: Hashable {
  /// Which of the candidate's axes is each of the reference's; nil where they are the same.
  let axes: [Int]?
  /// What the candidate's numbers are the reference's times; nil for one.
  let factor: Double?

  /// How large the difference's norm may be beside that of what the reference's numbers deviate from their mean by, for the same numbers but for what is being debugged.
  private static let closeness = 1e-3

  /// Nil where they do not agree, or say nothing: all their elements are one number.
  ///
  /// - Parameter orders: the orders of axes that are tried.
  init?(_ reference: ValueSample, _ candidate: ValueSample, orders: [[Int]]) {
    guard let own = reference.values(), let first = own.first, own.contains(where: { $0 != first && $0.isFinite })
    else {
      return nil
    }
    for order in orders {
      guard let other = candidate.values(order) else { continue }
      for factor in [1, Self.factor(own, other)].compactMap({ $0 }) where Self.agree(own, other, factor) {
        (axes, self.factor) = (order == Array(order.indices) ? nil : order, factor == 1 ? nil : factor)
        return
      }
    }
    return nil
  }

  /// What the candidate is the reference times, by least squares; nil where that is nothing.
  private static func factor(_ reference: [Double], _ candidate: [Double]) -> Double? {
    let finite = zip(reference, candidate).filter { $0.isFinite && $1.isFinite }
    let squares = finite.reduce(0) { $0 + $1.0 * $1.0 }
    let product = finite.reduce(0) { $0 + $1.0 * $1.1 }
    let factor = product / squares
    return squares > 0 && factor.isFinite && abs(factor) > 1e-6 ? factor : nil
  }

  private static func agree(_ reference: [Double], _ candidate: [Double], _ factor: Double) -> Bool {
    var (difference, sum, squares, count) = (0.0, 0.0, 0.0, 0.0)
    for (left, right) in zip(reference, candidate) {
      guard left.isFinite, right.isFinite else {
        if left == right || left.isNaN && right.isNaN { continue }
        return false
      }
      let expected = left * factor
      difference += (right - expected) * (right - expected)
      (sum, squares, count) = (sum + expected, squares + expected * expected, count + 1)
    }
    // Numbers that are all about one, as variances are, are not the same for that.
    let deviation = squares - sum * sum / max(count, 1)
    return deviation > 0 && difference <= closeness * closeness * deviation
  }
}
