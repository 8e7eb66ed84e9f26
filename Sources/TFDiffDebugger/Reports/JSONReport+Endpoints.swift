import TFDiffTensor

extension JSONReport {
  static func endpoint(_ row: EndpointRow, _ policy: TolerancePolicy) -> JSONValue {
    let comparison = row.comparison
    let shape = row.reference?.shape ?? row.candidate?.shape
    let tolerance = policy.tolerance(for: row.name)
    func number(_ value: (Comparison) -> JSONValue) -> JSONValue { JSONValue(comparison, value) }
    return .object([
      .init("name", .string(row.name)),
      .init("shape", JSONValue(shape) { .ints($0.dimensions) }),
      .init("dtype", JSONValue(row.reference?.dtype ?? row.candidate?.dtype) { .string($0.rawValue) }),
      .init("status", .string(row.status.rawValue)),
      .init("elements", number { .int($0.elements) }),
      .init("mismatched", number { .int($0.mismatched) }),
      .init("max_abs", number { .double($0.maxAbs) }),
      .init("max_abs_index", index(comparison?.maxAbsPosition, shape)),
      .init("max_rel", number { .double($0.maxRel) }),
      .init("required_rtol", number { .double($0.requiredRtol) }),
      .init("required_atol", number { .double($0.requiredAtol) }),
      .init("reference", JSONValue(row.reference) { statistics($0.statistics) }),
      .init("candidate", JSONValue(row.candidate) { statistics($0.statistics) }),
      .init("candidate_shape", JSONValue(row.candidate) { .ints($0.shape.dimensions) }),
      .init("candidate_dtype", JSONValue(row.candidate) { .string($0.dtype.rawValue) }),
      .init("max_rel_index", index(comparison?.maxRelPosition, shape)),
      .init("rtol", .double(tolerance.rtol)),
      .init("atol", .double(tolerance.atol)),
      .init("explanation", JSONValue(row.explanation) { .string($0) }),
      .init("updates", .array(row.updates.map { update($0) })),
    ])
  }

  private static func index(_ position: Int?, _ shape: Shape?) -> JSONValue {
    guard let position, let shape else { return .null }
    return .ints(shape.index(at: position))
  }

  private static func statistics(_ statistics: Statistics) -> JSONValue {
    .object([
      .init("min", .double(statistics.min)),
      .init("max", .double(statistics.max)),
      .init("mean", .double(statistics.mean)),
      .init("std", .double(statistics.std)),
      .init("l2", .double(statistics.l2)),
      .init("nan", .int(statistics.nan)),
      .init("inf", .int(statistics.inf)),
    ])
  }

  private static func update(_ row: UpdateRow) -> JSONValue {
    .object([
      .init("variable", .string(row.variable)),
      .init("op", .string(row.operation)),
      .init("status", .string(row.status.rawValue)),
      .init("mismatched", JSONValue(row.comparison) { .int($0.mismatched) }),
      .init("max_abs", JSONValue(row.comparison) { .double($0.maxAbs) }),
    ])
  }

  static func variables(_ comparison: VariablesComparison) -> JSONValue {
    func names(_ variables: [VariableEvent]) -> JSONValue { .array(variables.map { .string($0.name) }) }
    let mismatched = comparison.mismatched.map { mismatch -> JSONValue in
      .object([
        .init("name", .string(mismatch.name)),
        .init("reference", .string(mismatch.reference.kind)),
        .init("candidate", .string(mismatch.candidate.kind)),
      ])
    }
    return .object([
      .init("reference_count", .int(comparison.referenceCount)),
      .init("candidate_count", .int(comparison.candidateCount)),
      .init("missing", names(comparison.missing)),
      .init("extra", names(comparison.extra)),
      .init("mismatched", .array(mismatched)),
      .init("unexpected_creations", .array(comparison.unexpectedCreations.map { creation($0) })),
    ])
  }

  private static func creation(_ variable: VariableEvent) -> JSONValue {
    let stack = variable.stack.map { frame -> JSONValue in
      .object([
        .init("function", .string(frame.function)),
        .init("file", .string(frame.file)),
        .init("line", .int(frame.line)),
      ])
    }
    return .object([
      .init("name", .string(variable.name)),
      .init("shape", .ints(variable.shape.dimensions)),
      .init("call", .int(variable.call)),
      .init("stack", .array(stack)),
    ])
  }
}
