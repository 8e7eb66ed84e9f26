extension JSONReport {
  static func explanation(_ explanation: Explanation) -> JSONValue {
    .object([
      .init("origin", origin(explanation.origin)),
      .init("class", .string(explanation.kind.rawValue)),
      .init("cause", JSONValue(explanation.cause) { .string($0.rawValue) }),
      .init("sentence", .string(explanation.sentence)),
      .init("evidence", .array(explanation.evidence.map { .string($0) })),
      .init("experiment", JSONValue(explanation.experiment) { experiment($0) }),
      .init("remedy", JSONValue(explanation.remedy) { .string($0) }),
      .init("reference_stack", userStack(explanation.stacks.reference)),
      .init("candidate_stack", userStack(explanation.stacks.candidate)),
    ])
  }

  private static func origin(_ origin: Explanation.Origin) -> JSONValue {
    .object([
      .init("endpoint", JSONValue(origin.endpoint) { .string($0) }),
      .init("op", JSONValue(origin.operation) { .string($0) }),
      .init("rung", JSONValue(origin.rung) { .string($0) }),
      .init("variable", JSONValue(origin.variable) { .string($0) }),
    ])
  }

  private static func experiment(_ experiment: Experiment) -> JSONValue {
    .object([
      .init("words", .string(experiment.words)),
      .init("before", .double(experiment.before)),
      .init("after", .double(experiment.after)),
      .init("noise", .double(experiment.noise)),
    ])
  }
}
