import TFDiffTensor

/// Explains regularization losses that differ.
struct LossExplainer {
  private let state: DebuggerState

  init(_ state: DebuggerState) { self.state = state }

  /// Nil where they agree, or a side has not told them.
  func explanation() -> Explanation? {
    guard state.lossFinding != nil, let reference = state.referenceSummary, let candidate = state.candidateSummary
    else {
      return nil
    }
    let differing = state.lossComparisons.filter { !$0.isMatch }
    let totals = (reference.regularizationLoss ?? 0, candidate.regularizationLoss ?? 0)
    return missing(differing, totals) ?? factor(differing, totals) ?? unexplained(differing, totals)
  }

  /// How far two sums may be apart for rounding.
  private func noise(_ total: Double) -> Double { state.lossTolerance.allowed(candidate: total) }

  /// Variables that the candidate does not regularize, or it alone: their losses are the difference.
  private func missing(_ differing: [LossComparison], _ totals: (Double, Double)) -> Explanation? {
    let lacking = differing.filter { $0.candidate == nil }
    let additional = differing.filter { $0.reference == nil }
    guard !lacking.isEmpty || !additional.isEmpty || state.candidateSummary?.regularizationLoss == nil else {
      return nil
    }
    let without =
      lacking.reduce(totals.0) { $0 - ($1.reference ?? 0) } + additional.reduce(0) { $0 + ($1.candidate ?? 0) }
    let expected = differing.isEmpty ? 0 : without
    let experiment = Experiment(
      "the reference's sum with the terms of the candidate", before: abs(totals.0 - totals.1),
      after: abs(expected - totals.1), noise: noise(totals.0))
    guard experiment.closesTheGap else { return nil }
    let words =
      lacking.isEmpty
      ? words(additional, "regularizes, and the reference does not") : words(lacking, "does not regularize")
    return Explanation(
      origin: .init(variable: (lacking + additional).first?.variable), kind: .missing, cause: .missingRegularization,
      sentence: differing.isEmpty ? "the candidate has no regularization losses" : words, experiment: experiment,
      remedy: "Give the candidate's layers the reference's regularizers, and add the model's losses to the loss.",
      stacks: stacks((lacking + additional).first?.variable))
  }

  private func words(_ losses: [LossComparison], _ verb: String) -> String {
    let names = losses.prefix(3).map(\.variable).joined(separator: ", ")
    return "the candidate \(verb) \(losses.count) variable\(losses.count == 1 ? "" : "s"): \(names)"
      + (losses.count > 3 ? ", …" : "")
  }

  /// One factor between all losses that differ.
  private func factor(_ differing: [LossComparison], _ totals: (Double, Double)) -> Explanation? {
    let pairs = differing.compactMap { loss in loss.reference.flatMap { left in loss.candidate.map { (left, $0) } } }
    let compared = pairs.isEmpty ? [totals] : pairs
    guard let first = compared.first, first.0 != 0, pairs.count == differing.count else { return nil }
    let factor = first.1 / first.0
    // A single number is some factor of any other: alone it says something only where the factor is one that programs have.
    if compared.count == 1, !isRound(factor) { return nil }
    let after = compared.map { abs($0.0 * factor - $0.1) }.max() ?? .infinity
    let experiment = Experiment(
      "the reference's losses times \(words(factor))", before: compared.map { abs($0.0 - $0.1) }.max() ?? 0,
      after: after,
      noise: noise(compared.map { max(abs($0.0), abs($0.1)) }.max() ?? 0))
    guard experiment.closesTheGap else { return nil }
    return Explanation(
      origin: .init(variable: differing.first?.variable), kind: .constantFactor, cause: .lossFactor,
      sentence:
        "the candidate's regularization losses are \(words(factor)) times the reference's, a constant factor",
      evidence: isRound(factor * 2) && (isAbout(factor, 2) || isAbout(factor, 0.5))
        ? ["tf.nn.l2_loss and slim's l2_regularizer take half the sum of squares, Keras' l2 all of it: a factor of 2"]
        : [],
      experiment: experiment,
      remedy: isAbout(factor, 2)
        ? "Halve the candidate's weight: tf.keras.regularizers.l2(0.5 * scale)."
        : "Multiply the candidate's weight by \(words(1 / factor)).",
      stacks: stacks(differing.first?.variable))
  }

  private func words(_ factor: Double) -> String { NumberText.exact(Float(factor)) }

  private func isAbout(_ number: Double, _ other: Double) -> Bool { abs(number - other) <= 1e-5 * other }

  /// Whether it is a small whole number, or one over it.
  private func isRound(_ factor: Double) -> Bool {
    guard factor.isFinite, factor > 0 else { return false }
    return (1...1000).contains { isAbout(factor, Double($0)) || isAbout(1 / factor, Double($0)) }
  }

  private func unexplained(_ differing: [LossComparison], _ totals: (Double, Double)) -> Explanation {
    Explanation(
      origin: .init(variable: differing.first?.variable), kind: .unknown,
      sentence: "the regularization losses differ, and no term that is missing and no factor makes the difference",
      stacks: stacks(differing.first?.variable))
  }

  private func stacks(_ variable: String?) -> SidePair<CallStack> {
    let reference = state.variables.reference.first { $0.name == variable }
    let candidate = state.variables.candidate.first { $0.sharedName == variable }
    return SidePair(reference: reference?.stack ?? .none, candidate: candidate?.stack ?? .none)
  }
}
