extension JSONReport {
  static func propagation(_ row: PropagationRow) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { JSONValue(value) { .double($0) } }
    return .object([
      .init("endpoint", .string(row.endpoint)),
      .init("inputs", .array(row.inputs.map { .string($0) })),
      .init("flow", .string(row.flow.rawValue)),
      .init("error_in", number(row.errorIn)),
      .init("error_out", number(row.errorOut)),
      .init("own_error", number(row.ownError)),
      .init("gain", number(row.gain)),
      .init("noise", number(row.noise)),
      .init("is_origin", .bool(row.isOrigin)),
      .init("note", JSONValue(row.note) { .string($0) }),
    ])
  }
}
