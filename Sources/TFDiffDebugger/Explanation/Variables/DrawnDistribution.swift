import TFDiffTensor

/// Which of the distributions that initializers draw from some numbers look like.
struct DrawnDistribution: Sendable, Hashable {
  enum Form: String, Sendable, Hashable, CaseIterable {
    case uniform
    /// Cut off at two standard deviations, as `tf.random.truncated_normal` draws.
    case truncatedNormal = "truncated normal"
    case normal
  }
  let form: Form
  let moments: Moments

  /// What a truncated normal distribution is narrower by than the one it is cut out of.
  /// Source: tensorflow/python/ops/init_ops_v2.py, `VarianceScaling`.
  static let truncation = 0.879_625_661_034_239_78

  /// Fewer say too little of a distribution.
  private static let least = 500

  /// Nil where they look like none, or there are too few to tell.
  init?(_ values: [Double]) {
    guard values.count >= Self.least else { return nil }
    let moments = Moments(values)
    guard moments.deviation > 0, moments.mean.magnitude < 5 * moments.meanError + 0.05 * moments.deviation else {
      return nil
    }
    let reach = max(moments.greatest - moments.mean, moments.mean - moments.least) / moments.deviation
    let fit = Form.allCases.first { form in
      (moments.excessKurtosis - form.excessKurtosis).magnitude < 5 * form.kurtosisError(moments.count)
        && form.reach(of: moments.count).contains(reach)
    }
    guard let fit else { return nil }
    (form, self.moments) = (fit, moments)
  }

  /// The bound of a uniform distribution, or the standard deviation that a normal one was asked for.
  var scale: Double {
    switch form {
    case .uniform: moments.deviation * 3.0.squareRoot()
    case .truncatedNormal: moments.deviation / Self.truncation
    case .normal: moments.deviation
    }
  }

  var words: String {
    switch form {
    case .uniform: "uniform between \(number(moments.least)) and \(number(moments.greatest))"
    case .truncatedNormal, .normal:
      "\(form.rawValue) with a standard deviation of \(number(scale)) (excess kurtosis \(number(moments.excessKurtosis)))"
    }
  }

  /// In what it differs from another by more than chance; nil where in nothing.
  func difference(from other: DrawnDistribution) -> String? {
    if form != other.form { return "\(form.rawValue) against \(other.form.rawValue)" }
    let chance = 5 * (moments.spreadError + other.moments.spreadError)
    let ratio = other.moments.deviation / moments.deviation
    return (ratio - 1).magnitude > chance ? "of which the candidate's spreads \(number(ratio)) times as far" : nil
  }
}

extension DrawnDistribution.Form {
  /// Of a normal distribution cut off at two standard deviations: from its second moment 0.7737413 and fourth 1.4161891.
  var excessKurtosis: Double {
    switch self {
    case .uniform: -1.2
    case .truncatedNormal: -0.634_463
    case .normal: 0
    }
  }

  /// The standard error of the kurtosis of so many numbers: √(24/n) of a normal distribution, and as drawn
  /// of the bounded ones.
  func kurtosisError(_ count: Int) -> Double {
    let one: Double =
      switch self {
      case .uniform: 1.2
      case .truncatedNormal: 2
      case .normal: 24.0.squareRoot()
      }
    return one / Double(count).squareRoot()
  }

  /// In standard deviations, how far from the mean the outermost of so many numbers may lie.
  func reach(of count: Int) -> ClosedRange<Double> {
    let slack = 1 + 10 / Double(count).squareRoot()
    switch self {
    case .uniform: return 1.6...3.0.squareRoot() * slack
    case .truncatedNormal: return 1.9...(2 / DrawnDistribution.truncation * slack)
    case .normal: return 2.4...(10)
    }
  }
}
