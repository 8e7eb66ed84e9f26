import TFDiffTensor

/// What a report comes to, in a few words.
struct ReportHeadline {
  /// Nil where the report has a word for it that is not known.
  let verdict: Verdict?
  let stand: RunStand.Kind
  /// How many endpoints differ as far as a waiver accepts.
  let waived: Int

  init(_ report: JSONValue) {
    verdict = Verdict(rawValue: report["verdict"].string ?? "")
    stand = RunStand.Kind(rawValue: report["stand"]["state"].string ?? "") ?? .ended
    waived = report["endpoints"].items.count { !$0["waived"].isNull }
  }

  var symbol: String {
    switch verdict {
    case .equal: "✓"
    case .diverged: "✗"
    case .incomparable where stand == .notBegun || isUnderWay: "·"
    case .incomparable, nil: "?"
    }
  }

  var words: String {
    switch verdict {
    case .equal: "both runs are equal within tolerance" + (waived == 0 ? "" : ", \(waived) waived")
    case .diverged: "the runs diverge"
    case .incomparable where stand == .notBegun: "the runs have not begun"
    case .incomparable where isUnderWay: "the runs are not over, and equal so far"
    case .incomparable, nil: "the runs could not be compared"
    }
  }

  private var isUnderWay: Bool { stand == .running || stand == .stopped }

  /// What one side lacks was not compared.
  static func title(ofDivergence divergence: JSONValue) -> String {
    switch Status(rawValue: divergence["status"].string ?? "") {
    case .missingReference, .missingCandidate, .referenceOnly, .candidateOnly: "Not on both sides"
    default: "First divergence"
    }
  }

  /// What looking into a side's run changes; nil where it changes nothing.
  static func observerEffect(of side: JSONValue) -> String? {
    let effect = side["observer_effect"]
    guard let output = effect["output"].string, let maxAbs = effect["max_abs"].double, maxAbs != 0 else { return nil }
    return "\(side["runtime"].string ?? ""): \(ObserverEffect(output: output, maxAbs: maxAbs))"
  }
}

/// The tolerance of a report.
struct ReportTolerance {
  let policy: TolerancePolicy
  /// Whether it was measured, and could be.
  let isMeasured: Bool
  let comparesTraining: Bool

  init(_ report: JSONValue) {
    let value = report["tolerance"]
    func tolerance(_ value: JSONValue) -> Tolerance {
      Tolerance(rtol: value["rtol"].double ?? 0, atol: value["atol"].double ?? 0)
    }
    policy = TolerancePolicy(
      standard: tolerance(value),
      exceptions: value["exceptions"].items.map { .init(glob: $0["glob"].string ?? "", tolerance: tolerance($0)) },
      isAutomatic: value["automatic"].bool ?? false)
    isMeasured = policy.isAutomatic && value["noise_obstacle"].isNull
    comparesTraining = !report["training"].fields.isEmpty
  }

  /// The formula in force and its numbers.
  var words: String {
    var stated = policy
    stated.isAutomatic = isMeasured
    return stated.words(steps: comparesTraining ? 1 : 0)
  }
}
