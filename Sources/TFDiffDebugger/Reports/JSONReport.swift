import TFDiffTensor

extension ReportKind {
  public static let json = ReportKind(ending: ".json") { $0.text() }
}

/// The report for programs: format `tfdiff-report`, version 1. Fields are added to it, never renamed.
public enum JSONReport {
  static let format = "tfdiff-report"
  static let version = 1

  public static func document(_ state: DebuggerState, context: ReportContext) -> JSONValue {
    let conclusion = state.conclusion
    let baseline = context.baseline.map { BaselineComparison($0, state) }
    let target = state.target
    return .object(
      [
        .init("format", .string(format)),
        .init("version", .int(version)),
        .init("verdict", .string(conclusion.verdict.rawValue)),
        .init("target", .string(target.name)),
        .init("mode", JSONValue(target.mode) { .string($0) }),
        .init("training", state.comparesTraining ? training(state) : .bool(target.training)),
        .init("seed", target.isRecorded ? .null : .int(target.seed)),
        .init("input", .string(target.input)),
        .init("tolerance", tolerance(state)),
        .init("reference", side(target.runtimes.reference, state.referenceSummary)),
        .init("candidate", side(target.runtimes.candidate, state.candidateSummary)),
        .init("first_divergence", JSONValue(state.divergence) { divergence($0) }),
        .init("explanations", .array(state.explanations.map { explanation($0) })),
        .init("endpoints", .array(endpoints(state, baseline))),
        .init("coverage", coverage(state.coverage)),
        .init("initial_values", .array(state.initialValues.map { initialValue($0, state) })),
        .init("variables", variables(state)),
        .init("random_ops", .array(state.randomComparisons.map { random($0) })),
        .init("random_parting", JSONValue(state.randomParting) { parting($0) }),
        .init("regularization_losses", .array(state.lossComparisons.map { loss($0) })),
        .init("checkpoint", JSONValue(state.restoreComparison) { checkpoint($0, state.target.checkpoint) }),
        .init("ladder", .array(state.ladder.map { ladder($0) })),
        .init("findings", .array(conclusion.findings.map { .string($0.description) })),
        .init("failure", JSONValue(state.failure) { failure($0) }),
        .init("command", .string(context.command)),
        .init("reproduce", .string(context.reproduction)),
        .init("stand", stand(state.stand)),
        .init("operation_seeds", .array(target.operationSeeds.map { .string($0) })),
        .init("pass", target.isRecorded ? .null : .string(target.pass)),
        .init("tally", .string(state.tally)),
        .init("loss_status", JSONValue(state.lossStatus) { .string($0.rawValue) }),
        .init("sources", sources(state, context)),
      ] + onlyWhereMade(state, baseline))
  }

  /// Fields of what a report has only where it was asked for.
  private static func onlyWhereMade(_ state: DebuggerState, _ baseline: BaselineComparison?) -> [JSONValue.Field] {
    let part: [JSONValue.Field] = state.target.part.map { [.init("part", self.part($0))] } ?? []
    let waivers: [JSONValue.Field] = state.waivers.isEmpty ? [] : [.init("waivers", self.waivers(state))]
    let changes: [JSONValue.Field] = baseline.map { [.init("baseline", self.baseline($0))] } ?? []
    return part + waivers + changes
      + (state.propagation.map { [.init("propagation", .array($0.rows.map { propagation($0) }))] } ?? [])
  }

  private static func tolerance(_ state: DebuggerState) -> JSONValue {
    let policy = state.tolerance
    let exceptions = policy.exceptions.map { exception -> JSONValue in
      .object([
        .init("glob", .string(exception.glob)),
        .init("rtol", .double(exception.tolerance.rtol)),
        .init("atol", .double(exception.tolerance.atol)),
      ])
    }
    return .object([
      .init("rtol", .double(policy.standard.rtol)),
      .init("atol", .double(policy.standard.atol)),
      .init("formula", .string(Tolerance.formula)),
      .init("exceptions", .array(exceptions)),
      .init("automatic", .bool(policy.isAutomatic)),
      .init("noise_obstacle", JSONValue(policy.isAutomatic ? state.noise?.obstacle : nil) { .string($0) }),
    ])
  }

  private static func side(_ runtime: String, _ summary: RunSummary?) -> JSONValue {
    .object([
      .init("runtime", .string(runtime)),
      .init("regularization_loss", JSONValue(summary?.regularizationLoss) { .double($0) }),
      .init("seconds", JSONValue(summary) { .double($0.seconds) }),
      .init("observer_effect", JSONValue(summary?.observerEffect) { observerEffect($0) }),
    ])
  }

  private static func observerEffect(_ effect: ObserverEffect) -> JSONValue {
    .object([.init("output", .string(effect.output)), .init("max_abs", .double(effect.maxAbs))])
  }

  private static func divergence(_ divergence: Divergence) -> JSONValue {
    let element = divergence.firstMismatch
    return .object([
      .init("endpoint", .string(divergence.endpoint.name)),
      .init("op", JSONValue(divergence.operation?.name ?? divergence.update?.operation) { .string($0) }),
      .init("index", JSONValue(element) { .ints($0.index) }),
      .init("reference", JSONValue(element) { .double($0.reference) }),
      .init("candidate", JSONValue(element) { .double($0.candidate) }),
      .init("status", .string(divergence.endpoint.status.rawValue)),
      .init("explanation", JSONValue(divergence.endpoint.explanation) { .string($0) }),
      .init("inside_error", JSONValue(divergence.endpoint.insideError) { .string($0) }),
      .init("op_detail", JSONValue(divergence.operation) { operation($0, divergence) }),
      .init("variable", JSONValue(divergence.initialValue?.variable ?? divergence.update?.variable) { .string($0) }),
      .init(
        "initial_value",
        JSONValue(divergence.initialValue) { .string(DivergenceText.initialValue($0, in: divergence)) }),
      .init("elsewhere", JSONValue(divergence.elsewhere) { .string($0.description) }),
      .init("unpaired_variable", JSONValue(divergence.unpaired) { .string($0.reference.name) }),
      .init("words", .array(DivergenceText.lines(divergence).map { .string($0) })),
      .init("reference_stack", userStack(divergence.places.reference?.stack)),
      .init("candidate_stack", userStack(divergence.places.candidate?.stack)),
    ])
  }

  /// The user's frames of a stack, innermost first.
  static func userStack(_ stack: CallStack?) -> JSONValue {
    .array((stack?.frames ?? []).filter(\.isUser).map { frame($0) })
  }

  static func frame(_ frame: StackFrame) -> JSONValue {
    .object([
      .init("function", .string(frame.function)),
      .init("file", .string(frame.file)),
      .init("line", .int(frame.line)),
      .init("user", .bool(frame.isUser)),
    ])
  }

  private static func operation(_ row: OperationRow, _ divergence: Divergence) -> JSONValue {
    let element = divergence.operationMismatch
    return .object([
      .init("status", .string(row.status.rawValue)),
      .init("reference_name", JSONValue(row.reference) { .string($0.name) }),
      .init("candidate_name", JSONValue(row.candidate) { .string($0.name) }),
      .init("reference_type", JSONValue(row.reference) { .string($0.type) }),
      .init("candidate_type", JSONValue(row.candidate) { .string($0.type) }),
      .init("reference_fused", JSONValue(row.reference) { .array($0.fused.map { .string($0) }) }),
      .init("candidate_fused", JSONValue(row.candidate) { .array($0.fused.map { .string($0) }) }),
      .init("index", JSONValue(element) { .ints($0.index) }),
      .init("reference", JSONValue(element) { .double($0.reference) }),
      .init("candidate", JSONValue(element) { .double($0.candidate) }),
      .init("max_abs", JSONValue(row.comparison) { .double($0.maxAbs) }),
      .init("iteration", JSONValue(row.iteration) { .int($0.number) }),
      .init("iterations", JSONValue(row.iteration) { .int($0.count) }),
      .init("attributes", attributes(row)),
      .init("differences", .array(divergence.differences.map { .string($0.description) })),
    ])
  }

  /// Both sides' attributes, and the names of those that differ.
  private static func attributes(_ row: OperationRow) -> JSONValue {
    func side(_ event: OperationEvent?) -> JSONValue {
      .object((event?.attributes ?? []).map { .init($0.name, .string($0.value)) })
    }
    let differing = row.differences.compactMap { difference -> JSONValue? in
      if case .attribute(let name, _, _) = difference { .string(name) } else { nil }
    }
    return .object([
      .init("reference", side(row.reference)), .init("candidate", side(row.candidate)),
      .init("differing", .array(differing)),
    ])
  }

  private static func failure(_ failure: RunFailure) -> JSONValue {
    .object([
      .init("side", .string(failure.side.rawValue)),
      .init("endpoint", JSONValue(failure.endpoint) { .string($0) }),
      .init("message", .string(failure.message)),
      .init("traceback", .array(failure.traceback.frames.map { frame($0) })),
    ])
  }

  private static func loss(_ row: LossComparison) -> JSONValue {
    .object([
      .init("variable", .string(row.variable)),
      .init("reference", JSONValue(row.reference) { .double($0) }),
      .init("candidate", JSONValue(row.candidate) { .double($0) }),
      .init("status", .string((row.isMatch ? Status.match : .mismatch).rawValue)),
    ])
  }

  private static func ladder(_ row: LadderRow) -> JSONValue {
    .object([
      .init("step", .string(row.step.rawValue)),
      .init("title", .string(row.step.title)),
      .init("verdict", .string(row.verdict.rawValue)),
      .init("detail", .string(row.detail)),
      .init("advice", JSONValue(row.advice) { .string($0) }),
    ])
  }
}
