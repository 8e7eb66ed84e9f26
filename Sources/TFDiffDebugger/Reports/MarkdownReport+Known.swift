// What was known before: an earlier report, and accepted differences.

extension MarkdownReport {
  static func baseline(_ report: JSONValue) -> String? {
    guard let baseline = ReportBaseline(report) else { return nil }
    if let obstacle = baseline.obstacle {
      return "### Since the baseline\n\n\(code(baseline.file)): not held against it, as \(escaped(obstacle))"
    }
    let counts = baseline.counts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
    let lines = baseline.groups.flatMap { group in list(group.title, group.names.map { code($0) }) }
    return (["### Since the baseline", "", "\(code(baseline.file)): \(counts)"] + lines).joined(separator: "\n")
  }

  static func waivers(_ report: JSONValue) -> String? {
    let waivers = ReportWaivers(report)
    if waivers.rows.isEmpty { return nil }
    let lines = waivers.rows.map { row in
      let names = row.endpoints.prefix(10).map { code($0) }.joined(separator: ", ")
      return "- \(row.stateWord): \(code(row.layer)), \(escaped(row.words)): \(escaped(row.reason))"
        + (names.isEmpty ? "" : " (\(names)\(row.endpoints.count > 10 ? ", …" : ""))")
    }
    return (["### Waivers", ""] + lines).joined(separator: "\n")
  }
}
