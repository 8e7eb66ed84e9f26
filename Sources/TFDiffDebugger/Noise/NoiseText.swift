extension RunNoise {
  /// What is said of it in the log.
  var words: String {
    if let obstacle { return "no noise floor is known: \(obstacle); the tolerance given judges" }
    let count = endpoints.values.count { !$0.isJudgeable }
    let unjudged = count == 0 ? "" : "; \(count) cannot be judged"
    return
      "the noise floor of \(endpoints.count) endpoints was measured: the reference was run again with each element of "
      + "the input moved by one unit in the last place" + unjudged
  }
}

extension RoundingNoise {
  /// Why a pass or a fail would mean nothing.
  var unjudgedWords: String {
    "cannot be judged: one unit in the last place of the input moves it by \(relativeWords) of its own size"
  }

  private var relativeWords: String { Self.words(relative: relative) }

  /// A share of a value's own size.
  static func words(relative: Double) -> String {
    relative.isFinite ? NumberText.rounded(relative) : "more than all"
  }
}

extension TolerancePolicy {
  /// What is held to what, where the tolerance is measured.
  public static let automaticFormula =
    "|reference − candidate| ≤ 16·(noise of rounding, measured), at least 16 ULP of the greatest element"

  /// The same of the rungs of training steps.
  static let automaticRungFormula =
    "|reference − candidate| ≤ 16·(noise of rounding, measured), at least R·max|reference|, R "
    + "\(NumberText.exact(RungTolerance.forwardRate)) in the forward pass, "
    + "\(NumberText.exact(RungTolerance.backwardRate)) from the gradients on"
}

extension DebuggerState {
  /// The tolerance that judges: where it is to be measured and no noise is known, what judges in its place, and why.
  public var toleranceWords: String {
    var policy = tolerance
    guard policy.isAutomatic, let obstacle = noise?.obstacle else { return policy.words(steps: target.steps) }
    policy.isAutomatic = false
    return policy.words(steps: target.steps) + "; no noise is known (\(obstacle))"
  }
}
