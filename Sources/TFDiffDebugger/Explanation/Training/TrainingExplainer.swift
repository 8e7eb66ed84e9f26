import TFDiffTensor

/// Explains the first rung of a training step that is outside its tolerance.
///
/// Each step of the candidate begins with the reference's state, and rungs are compared in the order in which a step passes
/// them: what lies before the rung agrees, so that the cause is in how the rung follows from it. Experiments are arithmetic in
/// float64 on recorded rungs.
struct TrainingExplainer {
  let state: DebuggerState
  let laboratory: Laboratory

  init(_ state: DebuggerState, _ laboratory: Laboratory) { (self.state, self.laboratory) = (state, laboratory) }

  /// Nil where no training steps are compared.
  func explanation(of divergence: Divergence) -> Explanation? {
    guard let rung = divergence.endpoint.rung else { return nil }
    let row = divergence.endpoint
    let record = StepRecord(rung.step, of: state)
    // Where the two begin with other variables, what follows from them says nothing of the step.
    if divergence.initialValue != nil, rung.kind != .batch, rung.kind != .initialSlot { return nil }
    let finding: Finding? =
      switch rung.kind {
      case .batch: batch(row)
      case .initialSlot: slotStart(row)
      case .endpoint: nil
      case .loss: LossExperiments(record).finding(for: row)
      case .endpointGradient, .gradient: GradientExperiments(record).finding(for: row)
      case .appliedGradient: AppliedGradientExperiments(record, later: later(record)).finding(for: row)
      case .learningRate: learningRate(row)
      case .slot: SlotExperiments(record).finding(for: row)
      case .variable: VariableExperiments(record, later: later(record)).finding(for: row)
      }
    return explanation(of: row, finding ?? unexplained(row), divergence)
  }

  /// What a look at a rung has found.
  struct Finding {
    var kind: ErrorKind
    var cause: Cause?
    var sentence: String
    var evidence: [String] = []
    var experiment: Experiment?
    var remedy: String?
  }

  private func explanation(of row: EndpointRow, _ finding: Finding, _ divergence: Divergence) -> Explanation {
    Explanation(
      origin: .init(rung: row.name, variable: row.rung?.variable), kind: finding.kind, cause: finding.cause,
      sentence: finding.sentence, evidence: finding.evidence, experiment: finding.experiment, remedy: finding.remedy,
      stacks: SidePair(
        reference: divergence.places.reference?.stack ?? .none, candidate: divergence.places.candidate?.stack ?? .none))
  }

  /// The next step, whose variables before it are recorded where this one's are not.
  private func later(_ record: StepRecord) -> StepRecord? {
    if record.knowsBefore { return nil }
    let next = StepRecord(record.number + 1, of: state)
    return next.knowsBefore && !next.rows(.variable).isEmpty ? next : nil
  }

  private func classification(of row: EndpointRow) -> ErrorClassification? {
    guard let reference = row.reference?.tensor, let candidate = row.candidate?.tensor else { return nil }
    return ErrorClassification(
      reference: reference, candidate: candidate, tolerance: state.judging.tolerance(for: row))
  }

  private func unexplained(_ row: EndpointRow) -> Finding {
    let error = classification(of: row)
    let kind = error?.kind ?? (row.isComplete ? .unknown : .missing)
    return Finding(
      kind: kind, sentence: "\(row.name) is the first rung that differs, and no experiment on the rungs says why",
      evidence: error.map { [$0.evidence] } ?? [])
  }

  /// What the step is given.
  private func batch(_ row: EndpointRow) -> Finding? {
    guard let error = classification(of: row), let rung = row.rung else { return nil }
    let isLabels = rung.name.split(separator: "/").dropFirst().contains { $0.contains("label") }
    return Finding(
      kind: error.kind, cause: isLabels ? .labels : .input,
      sentence: "the step is given other \(isLabels ? "labels" : "inputs") (\(rung.name)): \(error.evidence)",
      experiment: relation(of: row),
      remedy: isLabels
        ? "Give the candidate the reference's labels, in the order of its examples."
        : "Give the candidate the reference's batch.")
  }

  /// What makes the reference's batch of the candidate's, where something does.
  private func relation(of row: EndpointRow) -> Experiment? {
    guard let reference = row.reference?.tensor, let candidate = row.candidate?.tensor,
      reference.shape == candidate.shape
    else { return nil }
    let pair = ElementPair(reference, candidate).finite
    if let (permutation, residual) = pair.slicePermutation {
      return Experiment(
        "the reference's with \(permutation.words), against the candidate's", before: pair.greatestDifference,
        after: residual, noise: pair.noise)
    }
    if let factor = pair.factor, let residual = pair.residual({ factor * pair.reference[$0] }) {
      return Experiment(
        "\(NumberText.statistic(factor)) times the reference's, against the candidate's",
        before: pair.greatestDifference, after: residual, noise: pair.noise)
    }
    return nil
  }

  /// A slot that does not begin alike.
  private func slotStart(_ row: EndpointRow) -> Finding? {
    guard let values = row.values, let left = values.reference.first, let right = values.candidate.first,
      let word = row.slotWord
    else { return nil }
    let before = greatestDifference(values.reference, values.candidate)
    let after = greatestDifference(values.reference, values.candidate.map { $0 + left - right })
    let noise = ElementPair.steps * Double(Float.ulpOfOne) * max(left.magnitude, right.magnitude)
    let isConstant = Set(values.reference).count == 1 && Set(values.candidate).count == 1
    let (from, to) = (word32(left), word32(right))
    return Finding(
      kind: isConstant ? .constantOffset : .unknown, cause: after <= noise ? .slotStart : nil,
      sentence: "the optimizer's slot \(word) starts at \(isConstant ? from : "other values") in the reference and at "
        + "\(isConstant ? to : "others") in the candidate",
      experiment: Experiment("the candidate's slot started at \(from)", before: before, after: after, noise: noise),
      remedy:
        "Start the candidate's slot where the reference's starts (initial_accumulator_value of Adagrad; Keras' RMSprop has "
        + "no argument for it: assign ones to its slots before the first step).")
  }

  private func learningRate(_ row: EndpointRow) -> Finding? {
    guard let reference = row.scalar(.reference), let candidate = row.scalar(.candidate) else { return nil }
    let rates = state.endpoints.filter { $0.rung?.kind == .learningRate }
    func course(_ side: Side) -> [Double] { rates.compactMap { $0.scalar(side) } }
    func words(_ side: Side) -> String {
      let numbers = course(side)
      return Set(numbers).count == 1
        ? "it is \(word32(numbers[0])) in each of \(numbers.count) steps"
        : "it goes \(numbers.prefix(5).map(word32).joined(separator: ", "))\(numbers.count > 5 ? ", …" : "")"
    }
    let factor = reference == 0 ? nil : candidate / reference
    let after = (candidate - (factor ?? 0) * reference).magnitude
    return Finding(
      kind: factor == nil ? .constantOffset : .constantFactor, cause: .learningRate,
      sentence: "the learning rate of step \(row.rung?.step ?? 1) is \(word32(reference)) in the reference and "
        + "\(word32(candidate)) in the candidate"
        + (factor.map { ", \(NumberText.digits($0, 6)) times as much" } ?? ""),
      evidence: ["in the reference \(words(.reference)); in the candidate \(words(.candidate))"],
      experiment: factor.map {
        Experiment(
          "\(NumberText.digits($0, 6)) times the reference's learning rate", before: (reference - candidate).magnitude,
          after: after, noise: ElementPair.steps * Double(Float.ulpOfOne) * candidate.magnitude)
      },
      remedy:
        "Give the candidate's optimizer the reference's learning rate, or its schedule with the same count of steps.")
  }
}

/// A float32 as short as it reads back.
func word32(_ value: Double) -> String { NumberText.exact(Float(value)) }
