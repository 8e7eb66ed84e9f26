import TFDiffTensor

extension JSONReport {
  /// Of how many rows that differ a report has pictures, the first ones; each is a few kilobytes.
  private static let greatestPictures = 40

  static func endpoints(_ state: DebuggerState, _ baseline: BaselineComparison?) -> [JSONValue] {
    let policy = state.judging
    var left = greatestPictures
    return state.endpoints.map { row in
      let picture = left > 0 ? ErrorPicture(of: row, in: state) : nil
      if picture != nil { left -= 1 }
      return endpoint(row, policy, picture, baseline)
    }
  }

  private static func endpoint(
    _ row: EndpointRow, _ policy: TolerancePolicy, _ picture: ErrorPicture?, _ baseline: BaselineComparison?
  ) -> JSONValue {
    let comparison = row.comparison
    let shape = row.reference?.shape ?? row.candidate?.shape
    let tolerance = policy.tolerance(for: row)
    func number(_ value: (Comparison) -> JSONValue) -> JSONValue { JSONValue(comparison, value) }
    return .object(
      [
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
        .init("noise", JSONValue(row.noise) { .double($0.greatest) }),
        .init("relative_noise", JSONValue(row.noise) { .double($0.relative) }),
        .init("spacing", .int(row.spacing)),
        .init("explanation", JSONValue(row.explanation) { .string($0) }),
        .init("updates", .array(row.updates.map { update($0) })),
        .init("histogram", JSONValue(picture?.histogram) { histogram($0) }),
        .init("heat_map", JSONValue(picture?.heatMap) { heatMap($0) }),
        .init("waived", JSONValue(row.waived) { waived($0) }),
        .init("baseline", JSONValue(baseline?.changes[row.name]) { .string($0.rawValue) }),
        .init("baseline_max_abs", JSONValue(baseline?.errors[row.name]) { .double($0) }),
      ] + measures(row.measures))
  }

  /// How far a row's two values are apart as wholes.
  static func measures(_ measures: ErrorMeasures?) -> [JSONValue.Field] {
    [
      .init("relative_l2", JSONValue(measures) { .double($0.relativeL2) }),
      .init("cosine", JSONValue(measures) { .double($0.cosine) }),
      .init(
        "max_ulp",
        JSONValue(measures?.greatestULP) { steps in Int(exactly: steps).map { .int($0) } ?? .double(Double(steps)) }),
    ]
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
}
