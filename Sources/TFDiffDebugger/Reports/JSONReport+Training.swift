import TFDiffTensor

extension JSONReport {
  /// The training steps that are compared.
  static func training(_ state: DebuggerState) -> JSONValue {
    .object([
      .init("steps", .array(state.trainingSteps.map { step($0, state.judging) })),
      .init("first_divergence", JSONValue(state.divergence) { rungDivergence($0) }),
      .init("drift", JSONValue(state.drift) { drift($0) }),
    ])
  }

  private static func step(_ step: TrainingStep, _ policy: TolerancePolicy) -> JSONValue {
    .object([
      .init("step", .int(step.number)),
      .init("reference", losses(step.free.reference)),
      .init("candidate", losses(step.free.candidate)),
      .init("own", losses(step.own)),
      .init("own_error", .double(step.ownError)),
      .init("distance", JSONValue(step.distance) { .double($0) }),
      .init("rungs", .array(step.rungs.map { rung($0, policy) })),
    ])
  }

  private static func losses(_ losses: StepLosses) -> JSONValue {
    .object([
      .init("loss", JSONValue(losses.loss) { .double($0) }),
      .init("data_loss", JSONValue(losses.dataLoss) { .double($0) }),
      .init("regularization_loss", JSONValue(losses.regularizationLoss) { .double($0) }),
      .init("learning_rate", JSONValue(losses.learningRate) { .double($0) }),
    ])
  }

  private static func rung(_ row: EndpointRow, _ policy: TolerancePolicy) -> JSONValue {
    let comparison = row.comparison
    let tolerance = policy.tolerance(for: row)
    func size(_ activation: Activation?) -> JSONValue {
      JSONValue(activation) { .object([.init("l2", .double($0.statistics.l2))]) }
    }
    return .object(
      [
        .init("name", .string(row.rung?.name ?? row.name)),
        .init("kind", JSONValue(row.rung) { .string($0.kind.rawValue) }),
        .init("status", .string(row.status.rawValue)),
        .init("max_abs", JSONValue(comparison) { .double($0.maxAbs) }),
        .init("max_rel", JSONValue(comparison) { .double($0.maxRel) }),
        .init("required_rtol", JSONValue(comparison) { .double($0.requiredRtol) }),
        .init("rtol", .double(tolerance.rtol)),
        .init("atol", .double(tolerance.atol)),
        .init("undetermined", .int(row.undetermined)),
        .init("waived", JSONValue(row.waived) { waived($0) }),
        .init("reference", size(row.reference)),
        .init("candidate", size(row.candidate)),
      ] + measures(row.measures))
  }

  private static func rungDivergence(_ divergence: Divergence) -> JSONValue {
    let rung = divergence.endpoint.rung
    return .object([
      .init("step", JSONValue(rung) { .int($0.step) }),
      .init("rung", .string(rung?.name ?? divergence.endpoint.name)),
      .init("kind", JSONValue(rung) { .string($0.kind.rawValue) }),
      .init("reference_stack", userStack(divergence.places.reference?.stack)),
      .init("candidate_stack", userStack(divergence.places.candidate?.stack)),
    ])
  }

  private static func drift(_ drift: Drift) -> JSONValue {
    .object([
      .init("grows_by", .double(drift.growsBy)),
      .init("own_error", .double(drift.ownError)),
      .init("distance", .double(drift.distance)),
      .init("steps", .int(drift.steps)),
    ])
  }
}
