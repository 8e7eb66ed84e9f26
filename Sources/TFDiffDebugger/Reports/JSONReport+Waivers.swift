extension JSONReport {
  /// The waivers that the comparison was given, and what became of each.
  static func waivers(_ state: DebuggerState) -> JSONValue {
    .object([
      .init("file", .string(state.waivers.file)),
      .init("waivers", .array(state.waiverRows.map { waiver($0) })),
    ])
  }

  private static func waiver(_ row: WaiverRow) -> JSONValue {
    .object(
      [.init("layer", .string(row.waiver.layer.pattern))] + accepted(row.waiver) + [
        .init("state", .string(row.state.rawValue)),
        .init("endpoints", .array(row.endpoints.map { .string($0) })),
        .init("exceeded", .array(row.exceeded.map { .string($0) })),
      ])
  }

  /// What a waiver accepts at a row.
  static func waived(_ waiver: Waiver) -> JSONValue { .object(accepted(waiver)) }

  private static func accepted(_ waiver: Waiver) -> [JSONValue.Field] {
    [
      .init("reason", .string(waiver.reason)),
      .init("rtol", JSONValue(waiver.rtol) { .double($0) }),
      .init("atol", JSONValue(waiver.atol) { .double($0) }),
      .init("expires", JSONValue(waiver.expires) { .string("\($0)") }),
    ]
  }
}
