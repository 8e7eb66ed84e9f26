import TFDiffTensor

/// Experiments on an optimizer's slot after a step, where what it follows from agrees.
struct SlotExperiments {
  typealias Finding = TrainingExplainer.Finding
  private let record: StepRecord

  init(_ record: StepRecord) { self.record = record }

  /// How a slot follows from what it was and the gradient.
  enum Rule: Hashable, CaseIterable {
    /// `β·s + (1−β)·g`, and of the square.
    case mean, meanSquare
    /// `μ·s + g`.
    case sum
    /// `s + g²`, without a number of its own; with one, `β·s + g²`.
    case squareSum

    /// What the slot is drawn to, or has added to it.
    func target(_ gradient: Double) -> Double {
      switch self {
      case .mean, .sum: gradient
      case .meanSquare, .squareSum: gradient * gradient
      }
    }

    var isMean: Bool { self == .mean || self == .meanSquare }

    var words: String {
      switch self {
      case .mean: "a moving mean of the gradient"
      case .meanSquare: "a moving mean of the squared gradient"
      case .sum: "a decaying sum of gradients"
      case .squareSum: "a sum of squared gradients"
      }
    }

    /// What is left of the slot's old value by least squares, and the slot that this makes.
    func fit(_ before: [Double], _ after: [Double], _ gradient: [Double]) -> (rate: Double, slot: [Double])? {
      let targets = gradient.map(target)
      let rate: Double?
      if isMean {
        // The part of the new value, which is small, is what can be told well.
        let moves = zip(zip(targets, before).map { $0 - $1 }, zip(after, before).map { $0 - $1 })
        rate = ElementPair.factor(moves).map { 1 - $0 }
      } else {
        rate = ElementPair.factor(zip(before, zip(after, targets).map { $0 - $1 })) ?? 1
      }
      guard let rate = rate?.snapped(within: 1e-6), rate.isFinite else { return nil }
      return (rate, slot(before, targets, rate))
    }

    func slot(_ before: [Double], _ targets: [Double], _ rate: Double) -> [Double] {
      zip(before, targets).map { isMean ? rate * $0 + (1 - rate) * $1 : rate * $0 + $1 }
    }
  }

  private struct Fit {
    var rule: Rule
    var rate: Double
    var words: String { "\(rule.words) that keeps \(NumberText.statistic(rate)) of its old value" }
  }

  func finding(for row: EndpointRow) -> Finding? {
    guard let variable = row.rung?.variable, let word = row.slotWord, let values = row.values,
      let gradient = record.appliedGradient(variable, .candidate),
      let before = record.slots(of: variable, .candidate)[word]?.before,
      let reference = fit(word, variable, .reference), let candidate = fit(word, variable, .candidate)
    else { return nil }
    let recomputed = reference.rule.slot(before, gradient.map(reference.rule.target), reference.rate)
    let experiment = Experiment(
      "the candidate's slot by the reference's formula", before: greatestDifference(values.reference, values.candidate),
      after: greatestDifference(recomputed, values.reference), noise: GradientExperiments.noise(of: row))
    guard experiment.closesTheGap else { return nil }
    return Finding(
      kind: .otherFormula, cause: .optimizerFormula,
      sentence:
        "the optimizer's slot \(word) is \(reference.words) in the reference; in the candidate it is \(candidate.words)",
      experiment: experiment,
      remedy: "Give the candidate's optimizer the reference's decay or momentum (beta_1, beta_2, rho, momentum).")
  }

  private func fit(_ word: String, _ variable: String, _ side: Side) -> Fit? {
    guard let slot = record.slots(of: variable, side)[word], let before = slot.before,
      let gradient = record.appliedGradient(variable, side), gradient.count == before.count
    else { return nil }
    let noise = GradientExperiments.rate * slot.after.greatestMagnitude
    for rule in Rule.allCases {
      guard let (rate, computed) = rule.fit(before, slot.after, gradient), (0...1).contains(rate),
        greatestDifference(computed, slot.after) <= noise
      else { continue }
      return Fit(rule: rule, rate: rate)
    }
    return nil
  }
}
