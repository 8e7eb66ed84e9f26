import TFDiffTensor

/// Mean, spread and higher moments of numbers.
struct Moments: Sendable, Hashable {
  var count = 0
  var mean = 0.0
  var deviation = 0.0
  /// The fourth moment over the square of the second, less a normal distribution's 3.
  var excessKurtosis = 0.0
  var least = 0.0
  var greatest = 0.0

  init(_ values: [Double]) {
    count = values.count
    guard count > 0 else { return }
    mean = values.reduce(0, +) / Double(count)
    var (second, fourth) = (0.0, 0.0)
    (least, greatest) = (values[0], values[0])
    for value in values {
      let square = (value - mean) * (value - mean)
      second += square
      fourth += square * square
      least = min(least, value)
      greatest = max(greatest, value)
    }
    deviation = (second / Double(count)).squareRoot()
    if second > 0 { excessKurtosis = fourth * Double(count) / (second * second) - 3 }
  }

  /// How far the spread of so many numbers of the same distribution may be off by chance, relatively.
  var spreadError: Double {
    count > 0 ? ((max(excessKurtosis, -1.9) + 2) / (4 * Double(count))).squareRoot() : .infinity
  }

  /// How far their mean may be off by chance.
  var meanError: Double { count > 0 ? deviation / Double(count).squareRoot() : .infinity }
}

extension ElementPair {
  /// Two tensors that have nothing to do with each other and are alike all the same in mean and spread.
  var otherNumbers: ErrorClassification? {
    guard count >= Self.manyNumbers else { return nil }
    let (left, right) = (Moments(reference), Moments(candidate))
    guard left.deviation > 0, right.deviation > 0, let correlation = correlation(left, right) else { return nil }
    if let residual = sortedResidual {
      return ErrorClassification(
        .permutation, "the candidate has the reference's numbers in another order, to \(formatShort(residual))")
    }
    let error = (left.meanError * left.meanError + right.meanError * right.meanError).squareRoot()
    let spread = (left.deviation / right.deviation - 1).magnitude
    let spreadError = max(left.spreadError, right.spreadError) * 2.0.squareRoot()
    guard correlation.magnitude < 4 / Double(count).squareRoot(), (left.mean - right.mean).magnitude < 4 * error,
      spread < 4 * spreadError
    else { return nil }
    return ErrorClassification(
      .randomNumbers,
      "the two are uncorrelated (\(number(correlation)) over \(count) elements) and alike in mean (\(number(left.mean)) and "
        + "\(number(right.mean))) and spread (\(number(left.deviation)) and \(number(right.deviation)))")
  }

  /// So few may be uncorrelated by chance.
  private static let manyNumbers = 64

  private func correlation(_ left: Moments, _ right: Moments) -> Double? {
    var product = 0.0
    for place in reference.indices { product += (reference[place] - left.mean) * (candidate[place] - right.mean) }
    let result = product / (Double(count) * left.deviation * right.deviation)
    return result.isFinite ? result : nil
  }

  /// How far the two sides' numbers are apart, each in ascending order; nil where further than rounding.
  private var sortedResidual: Double? {
    let (left, right) = (reference.sorted(), candidate.sorted())
    var result = 0.0
    for place in left.indices {
      result = max(result, (left[place] - right[place]).magnitude)
      guard result <= limit else { return nil }
    }
    return result
  }
}
