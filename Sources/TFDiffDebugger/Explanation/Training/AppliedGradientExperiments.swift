import TFDiffTensor

/// Experiments on what becomes of gradients before they are applied, where they agree as they were taken.
struct AppliedGradientExperiments {
  typealias Finding = TrainingExplainer.Finding
  private let record: StepRecord
  private let later: StepRecord?

  /// - Parameter later: the next step, where that one's variables before it are recorded and this one's are not.
  init(_ record: StepRecord, later: StepRecord?) { (self.record, self.later) = (record, later) }

  func finding(for row: EndpointRow) -> Finding? {
    guard row.isComplete else { return missing(row) }
    return treatment(row) ?? decay(row, record)
      ?? later.flatMap { decay($0.row(.appliedGradient, of: variable(row)), $0) }
      ?? decayedTreatment(row, record)
      ?? later.flatMap { decayedTreatment($0.row(.appliedGradient, of: variable(row)), $0) }
  }

  private func variable(_ row: EndpointRow) -> String { row.rung?.variable ?? "" }

  private func missing(_ row: EndpointRow) -> Finding? {
    guard let side = Side.allCases.first(where: { row[$0] == nil }),
      let values = row[side.other]?.tensor?.doubles
    else { return nil }
    return Finding(
      kind: .missing, cause: .missingGradient,
      sentence: "the \(side.rawValue) applies no gradient to \(variable(row)), though it has taken one",
      experiment: Experiment(
        "the \(side.other.rawValue)'s gradient left out", before: values.greatestMagnitude, after: 0, noise: 0),
      remedy: "Give the optimizer the gradient of every variable that the reference trains.")
  }

  // MARK: Clipping and scaling

  private func treatment(_ row: EndpointRow) -> Finding? {
    let gradients = SidePair(reference: gradients(.reference, record), candidate: gradients(.candidate, record))
    guard let reference = GradientTreatment(gradients.reference),
      let candidate = GradientTreatment(gradients.candidate),
      reference != candidate, let place = gradients.candidate.firstIndex(where: { $0.variable == variable(row) }),
      let values = row.values
    else { return nil }
    let recomputed = reference.applied(
      to: gradients.candidate[place].taken.doubles, globalNorm: gradients.candidate.globalNorm)
    let experiment = Experiment(
      "the candidate's gradients treated as the reference's are",
      before: greatestDifference(values.reference, values.candidate),
      after: greatestDifference(recomputed, values.reference), noise: GradientExperiments.noise(of: row))
    guard experiment.closesTheGap else { return nil }
    let isClipping = reference.isClipping || candidate.isClipping
    return Finding(
      kind: reference.isOneFactor && candidate.isOneFactor ? .constantFactor : .otherFormula,
      cause: isClipping ? .clipping : .gradientScale,
      sentence: "gradients agree as taken; the reference \(reference.words), the candidate \(candidate.words)",
      evidence: ["this holds of all \(gradients.reference.count) gradients of step \(record.number)"],
      experiment: experiment,
      remedy: isClipping
        ? Self.clippingRemedy
        : "Apply the gradients as they are taken, or scale them as the reference does.")
  }

  private func gradients(_ side: Side, _ record: StepRecord) -> [TreatedGradient] {
    record.rows(.appliedGradient).compactMap { row in
      guard let variable = row.rung?.variable, let applied = row[side]?.tensor,
        let taken = record.row(.gradient, of: variable)?[side]?.tensor, taken.shape == applied.shape
      else { return nil }
      return TreatedGradient(
        variable: variable, taken: taken, applied: applied, noise: GradientExperiments.noise(of: row))
    }
  }

  private static let clippingRemedy =
    "Clip as the reference does: tf.clip_by_global_norm is global_clipnorm, tf.clip_by_norm of each gradient is clipnorm, and "
    + "tf.clip_by_value is clipvalue."

  // MARK: Clipping and weight decay

  /// Sides that clip, or scale, and let weights decay within the gradients, each in its way.
  private func decayedTreatment(_ row: EndpointRow?, _ record: StepRecord) -> Finding? {
    guard let row, row.status.isDivergence else { return nil }
    return record.starts(of: variable(row)).lazy.compactMap { decayedTreatment(row, record, $0) }.first
  }

  private func decayedTreatment(_ row: EndpointRow, _ record: StepRecord, _ start: StepRecord.Start) -> Finding? {
    let gradients = SidePair(reference: gradients(.reference, record), candidate: gradients(.candidate, record))
    var weights: [String: [Double]] = [:]
    for gradient in gradients.candidate { weights[gradient.variable] = record.variable(gradient.variable, at: start) }
    guard let own = gradients.candidate.first(where: { $0.variable == variable(row) }), let values = row.values,
      let reference = DecayedTreatment(gradients.reference, weights: weights),
      let candidate = DecayedTreatment(gradients.candidate, weights: weights), reference != candidate
    else { return nil }
    let experiment = Experiment(
      "the candidate's gradients treated as the reference's are",
      before: greatestDifference(values.reference, values.candidate),
      after: greatestDifference(reference.applied(to: own, of: gradients.candidate, weights), values.reference),
      noise: GradientExperiments.noise(of: row))
    guard experiment.closesTheGap else { return nil }
    let isClipping = reference.treatment != candidate.treatment
    return Finding(
      kind: .otherFormula, cause: isClipping ? .clipping : .weightDecay,
      sentence: "gradients agree as taken; the reference \(reference.words), the candidate \(candidate.words)",
      evidence: ["this holds of all \(gradients.reference.count) gradients of step \(record.number)"],
      experiment: experiment, remedy: isClipping ? Self.clippingRemedy : Self.decayRemedy)
  }

  // MARK: Weight decay

  /// A difference that is one number times each variable that differs.
  private func decay(_ row: EndpointRow?, _ record: StepRecord) -> Finding? {
    guard let row else { return nil }
    return record.starts(of: variable(row)).lazy.compactMap { decay(row, record, $0) }.first
  }

  private func decay(_ row: EndpointRow, _ record: StepRecord, _ start: StepRecord.Start) -> Finding? {
    guard let own = Part(row, record, start), let rate = ElementPair.factor(zip(own.weights, own.differences)),
      rate != 0,
      own.before > own.noise
    else { return nil }
    let rows = record.rows(.appliedGradient).filter(\.status.isDivergence)
    guard rows.allSatisfy({ Part($0, record, start)?.isExplained(by: rate) == true }) else { return nil }
    let side: Side = rate > 0 ? .candidate : .reference
    let number = NumberText.exact(rate.magnitude.snapped(within: 1e-4))
    return Finding(
      kind: .otherFormula, cause: .weightDecay,
      sentence:
        "the \(side.rawValue) adds \(number) times the variable to the gradient of \(variable(row)) before it is applied: "
        + "weight decay within the gradient, which the \(side.other.rawValue) has not there",
      evidence: ["this holds of all \(rows.count) gradients that differ in step \(record.number)"],
      experiment: Experiment(
        "\(number) times the variable added to the \(side.other.rawValue)'s gradient", before: own.before,
        after: own.residual(rate), noise: own.noise),
      remedy: Self.decayRemedy)
  }

  private static let decayRemedy =
    "Let the weights decay in the same way on both sides: within the gradient (an L2 loss), before it is clipped or after, or beside "
    + "it (AdamW, Keras' weight_decay), where the optimizer does not scale it."

  private struct Part {
    let row: EndpointRow
    let weights: [Double]
    let differences: [Double]
    let noise: Double
    var before: Double { differences.greatestMagnitude }

    init?(_ row: EndpointRow, _ record: StepRecord, _ start: StepRecord.Start) {
      guard let variable = row.rung?.variable, let values = row.values,
        let weights = record.variable(variable, at: start), weights.count == values.reference.count
      else { return nil }
      self.row = row
      self.weights = weights
      differences = zip(values.candidate, values.reference).map { $0 - $1 }
      noise = GradientExperiments.noise(of: row)
    }

    func isExplained(by rate: Double) -> Bool { residual(rate) <= noise }

    func residual(_ rate: Double) -> Double { greatestDifference(differences, weights.map { $0 * rate }) }
  }
}
