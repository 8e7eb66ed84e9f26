import TFDiffTensor

/// Explains a difference that is born in the operations of an endpoint.
///
/// Attributes and constants that differ come first, as they cost nothing to see; then what one side alone computes, and last that
/// it is computed by other operations. Each is tried: a cause is what closes the gap.
struct OperationExplainer {
  let state: DebuggerState
  let laboratory: Laboratory

  init(_ state: DebuggerState, _ laboratory: Laboratory) { (self.state, self.laboratory) = (state, laboratory) }

  /// Nil where no operation is to blame.
  func explanation(of divergence: Divergence) -> Explanation? {
    guard divergence.initialValue == nil, divergence.update == nil || divergence.operation != nil,
      case .operation(let index, _)? = state.origin(of: divergence.endpoint)
    else { return nil }
    var evidence: [String] = []
    do {
      if let found = try explain(index, divergence, &evidence) { return found }
    } catch {
      evidence.append("no experiment could be made: \(error)")
    }
    return unexplained(divergence, divergence.differences.map { "\($0)" } + evidence)
  }

  /// Tries the hypotheses at each cut, nearest first.
  private func explain(_ index: Int, _ divergence: Divergence, _ evidence: inout [String]) throws -> Explanation? {
    let policy = state.judging
    let endpoint = divergence.endpoint
    var finder = RegionFinder(endpoint, tolerance: { policy.tolerance(for: endpoint.name, $0) })
    let cuts = try finder.regions(from: index)
    let deadline = ContinuousClock.now + Self.patience
    // Operations that are paired by chance may be far apart in two formulas that come to the same.
    if state.isGuessThatRoundingBearsOut(endpoint) {
      evidence.append("neither program names this layer, and what is computed from it differs by no more than rounding")
      return nil
    }
    if endpoint.differsByRounding
      || cuts.last.map({ ExperimentContext($0, endpoint.operations, laboratory).noise >= $0.gap }) == true
    {
      if let found = exact(cuts.last, divergence) { return found }
      evidence.append("where the layer ends, the gap is no more than rounding")
      return nil
    }
    for cut in cuts {
      if let named = NamedFormulas(regions: cut).match() { return explanation(named, cut, divergence, evidence) }
    }
    var contexts: [ExperimentContext] = []
    for cut in Self.worthwhile(cuts) {
      let context = ExperimentContext(cut, endpoint.operations, laboratory)
      guard context.noise < cut.gap else {
        evidence.append("at \(endpoint.operations[cut.row ?? index].name) the gap is no more than rounding")
        continue
      }
      if let found = test(changes(context), context, divergence, until: deadline, &evidence) { return found }
      contexts.append(context)
    }
    // One change, wherever it closes the gap, says more than that a value is computed otherwise; and where two values have
    // other shapes, they may not stand for each other.
    for context in contexts.filter(\.isOfOneShape) + contexts.filter({ !$0.isOfOneShape }) {
      let hypotheses = OtherOperations(context: context).all()
      if let found = test(hypotheses, context, divergence, until: deadline, &evidence) { return found }
    }
    return nil
  }

  /// Numbers that make other rounding errors of the same formula, such as what is added where something is masked: an attribute
  /// or a constant with which the layer ends as the reference's does, to the last place.
  private func exact(_ end: Regions?, _ divergence: Divergence) -> Explanation? {
    guard let end, !end.values.differByRounding else { return nil }
    let context = ExperimentContext(end, divergence.endpoint.operations, laboratory)
    let lastPlaces = 4 * end.values.lastPlace
    for hypothesis in DifferenceHypotheses(context: context, copies: copies).all() {
      guard let gap = try? context.gap(with: hypothesis.program) else { continue }
      let experiment = Experiment(hypothesis.experiment, before: end.gap, after: gap, noise: lastPlaces)
      if experiment.closesTheGap { return explanation(hypothesis, experiment, divergence, [], context) }
    }
    return nil
  }

  /// The cuts at which experiments are made: those that come after one of several operations on values of one shape have
  /// the same in them, and more; the last is the endpoint, which puts an end to what is paired by chance.
  private static func worthwhile(_ cuts: [Regions]) -> [Regions] {
    let settled = cuts.firstIndex { $0.reference.steps.count + $0.candidate.steps.count > 2 && $0.gap.isFinite }
    guard let settled, settled + 1 < cuts.count, let last = cuts.last else { return cuts }
    return cuts[...settled] + [last]
  }

  /// The explanation by the first hypothesis whose experiment closes the gap.
  private func test(
    _ hypotheses: [Hypothesis], _ context: ExperimentContext, _ divergence: Divergence,
    until deadline: ContinuousClock.Instant, _ evidence: inout [String]
  ) -> Explanation? {
    for hypothesis in hypotheses {
      // What is seen to differ is few, and tried however slow the machine is.
      guard !hypothesis.isOneOfMany || ContinuousClock.now < deadline else {
        evidence.append("not all that could be was tried in \(Self.patience)")
        return nil
      }
      let experiment: Experiment
      do {
        experiment = try context.test(hypothesis)
      } catch {
        if evidence.count < Self.longest { evidence.append("not tried, \(hypothesis.experiment): \(error)") }
        continue
      }
      if experiment.closesTheGap { return explanation(hypothesis, experiment, divergence, evidence, context) }
      if !hypothesis.isOneOfMany, evidence.count < Self.longest {
        evidence.append("ruled out: \(ExplanationText.words(experiment))")
      }
    }
    return nil
  }

  /// How long experiments are made with the operations of one endpoint.
  private static let patience = Duration.seconds(20)
  /// How much evidence is kept.
  private static let longest = 12

  private var copies: VariableCopies { VariableCopies(state.variablesComparison) }

  private func changes(_ context: ExperimentContext) -> [Hypothesis] {
    DifferenceHypotheses(context: context, copies: copies).all() + DilationHypotheses(context: context).all()
      + BroadcastOperands(context: context).all()
      + MissingOperations(context: context).all()
      + CrossedOperands(context: context).all() + ParameterTransfer(context: context).all()
      + SharedNumbers(context: context).all()
  }

  private func explanation(
    _ hypothesis: Hypothesis, _ experiment: Experiment, _ divergence: Divergence, _ evidence: [String],
    _ context: ExperimentContext
  ) -> Explanation {
    let looks = classification(context.regions.values)
    let row = (hypothesis.row ?? context.regions.row).map { divergence.endpoint.operations[$0] }
    return Explanation(
      origin: .init(endpoint: divergence.endpoint.name, operation: row?.name ?? divergence.operation?.name),
      kind: Self.kind(looks.kind, hypothesis.cause, context), cause: hypothesis.cause,
      sentence: hypothesis.sentence,
      evidence: [looks.evidence] + context.judgement + evidence, experiment: experiment,
      remedy: hypothesis.remedy, stacks: stacks(row, divergence))
  }

  private func explanation(
    _ named: (reference: NamedFormula, candidate: NamedFormula, experiment: Experiment), _ cut: Regions,
    _ divergence: Divergence, _ evidence: [String]
  ) -> Explanation {
    let (reference, candidate) = (named.reference, named.candidate)
    let isGelu = reference.family == .gelu && candidate.family == .gelu
    return Explanation(
      origin: .init(endpoint: divergence.endpoint.name, operation: divergence.operation?.name),
      kind: .otherFormula, cause: isGelu ? .geluFormula : .activation,
      sentence: "another formula: the reference computes \(reference.name), and the candidate \(candidate.name)",
      evidence: evidence, experiment: named.experiment,
      remedy: isGelu
        ? "tf.nn.gelu and Keras take approximate=True for the formula with tanh, and approximate=False for that with erf."
        : nil,
      stacks: stacks(nil, divergence))
  }

  /// What the error is: numbers that look like others drawn are no random numbers where nothing draws.
  private static func kind(_ looks: ErrorKind, _ cause: Cause, _ context: ExperimentContext) -> ErrorKind {
    let draws = context.rows.contains(where: \.draws) || cause == .initialValue
    return looks == .unknown || looks == .randomNumbers && !draws ? cause.kind : looks
  }

  /// What the error looks like.
  private func classification(_ values: SidePair<Tensor>) -> ErrorClassification {
    ErrorClassification(
      reference: values.reference, candidate: values.candidate.viewed(as: values.reference.shape) ?? values.candidate,
      tolerance: state.tolerance.standard)
  }

  private func unexplained(_ divergence: Divergence, _ evidence: [String]) -> Explanation {
    let row = divergence.endpoint
    let looks = row.reference?.tensor.flatMap { reference in
      row.candidate?.tensor.map { classification(SidePair(reference: reference, candidate: $0)) }
    }
    return Explanation(
      origin: .init(endpoint: divergence.endpoint.name, operation: divergence.operation?.name),
      kind: looks?.kind ?? .missing,
      sentence:
        "the two part at \(divergence.operation?.name ?? divergence.endpoint.name), and nothing that was tried closes "
        + "the gap", evidence: (looks.map { [$0.evidence] } ?? []) + evidence, stacks: stacks(nil, divergence))
  }

  /// The code of an operation where both sides have it; else what the divergence is blamed on.
  private func stacks(_ row: OperationRow?, _ divergence: Divergence) -> SidePair<CallStack> {
    SidePair(
      reference: row?.reference?.stack ?? divergence.places.reference?.stack ?? .none,
      candidate: row?.candidate?.stack ?? divergence.places.candidate?.stack ?? .none)
  }
}

extension DebuggerState {
  /// Whether a layer's pair is a guess, and all that is computed from it differs by rounding alone: the two values need have
  /// nothing to do with each other.
  fileprivate func isGuessThatRoundingBearsOut(_ row: EndpointRow) -> Bool {
    guard let readers = tentativePairs[row.name] else { return false }
    let found = endpoints.filter { readers.contains($0.name) && $0.isComplete && $0.name != row.name }
    return !found.isEmpty && found.allSatisfy { $0.activationStatus == .match || $0.differsByRounding }
  }
}

extension EndpointRow {
  /// Whether its two values differ by no more than rounding makes of numbers of their size.
  var differsByRounding: Bool {
    guard activationStatus == .mismatch, let left = reference?.tensor, let right = candidate?.tensor else {
      return false
    }
    return SidePair(reference: left, candidate: right).differByRounding
  }
}

extension SidePair<Tensor> {
  /// A unit in the last place of the greatest element, in the less precise of the two.
  fileprivate var lastPlace: Double {
    max(reference.dtype.relativeStep, candidate.dtype.relativeStep)
      * max(reference.greatestMagnitude, candidate.greatestMagnitude)
  }

  /// How many units in the last place of its greatest element a layer of many operations may be off for rounding alone.
  private static var units: Double { 64 }

  /// Whether the two differ by no more than rounding makes of numbers of their size.
  fileprivate var differByRounding: Bool {
    reference.distance(to: candidate) <= Self.units * lastPlace
  }
}
