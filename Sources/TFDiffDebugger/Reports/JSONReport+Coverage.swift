import TFDiffTensor

extension JSONReport {
  static func part(_ part: ModelPart) -> JSONValue {
    .object([
      .init("from", JSONValue(part.from) { .string($0) }),
      .init("to", JSONValue(part.to) { .string($0) }),
    ])
  }

  /// How much was compared, and what was not.
  static func coverage(_ coverage: Coverage) -> JSONValue {
    func names(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
    return .object([
      .init("compared", .int(coverage.compared)),
      .init("reference", .int(coverage.total(of: .reference))),
      .init("candidate", .int(coverage.total(of: .candidate))),
      .init("reference_only", names(coverage.alone.reference)),
      .init("candidate_only", names(coverage.alone.candidate)),
      .init("outputs_compared", .bool(coverage.comparesOutputs)),
      .init("words", JSONValue(coverage.sentence) { .string($0) }),
    ])
  }

  /// A variable or an input that the two sides begin with different values.
  static func initialValue(_ row: InitialValueRow, _ state: DebuggerState) -> JSONValue {
    let creations = state.creations(of: row)
    func words(_ variable: VariableEvent?) -> JSONValue { JSONValue(variable?.initializer) { .string($0) } }
    return .object([
      .init("variable", .string(row.variable)),
      .init("candidate", .string(row.candidate)),
      .init("kind", .string(row.isInput ? "input" : "variable")),
      .init("status", .string(row.status.rawValue)),
      .init("max_abs", JSONValue(row.comparison) { .double($0.maxAbs) }),
      .init("reference_initializer", words(creations.reference)),
      .init("candidate_initializer", words(creations.candidate)),
      .init("reference_stack", userStack(creations.reference?.stack)),
      .init("candidate_stack", userStack(creations.candidate?.stack)),
    ])
  }
}
