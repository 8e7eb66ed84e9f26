extension JSONReport {
  /// What has changed since an earlier report.
  static func baseline(_ baseline: BaselineComparison) -> JSONValue {
    func names(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
    return .object([
      .init("file", .string(baseline.file)),
      .init("verdict", .string(baseline.verdict)),
      .init("fixed", names(baseline.names(of: .fixed))),
      .init("new", names(baseline.names(of: .new))),
      .init("worse", names(baseline.names(of: .worse))),
      .init("unchanged", .int(baseline.names(of: .unchanged).count)),
      .init("gone", names(baseline.gone)),
      .init("obstacle", JSONValue(baseline.obstacle) { .string($0) }),
    ])
  }
}
