import TFDiffDebugger

extension FuzzParser {
  /// A JSON report, of which every other kind is then made.
  static let report = FuzzParser(
    name: "report", cost: 20,
    tokens: [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\\u0041", "null", "true", "false", "-1", "0", "1e400",
      "1e-400",
      "9223372036854775807", "-9223372036854775808", "18446744073709551616", "\"nan\"", "\"inf\"", "\"-inf\"",
      "\"mismatch\"", "\"match\"", "\"shape-mismatch\"", "\"not-run\"", "\"equal\"", "\"incomparable\"",
      "\"endpoints\":",
      "\"max_abs\":", "\"cells\":", "\"zzzz\"", "\"waived\":", "\"first\":", "\"steps\":", "\"distance\":", "<script>",
      "&#0;",
      "]]>", "\u{202E}", "[[[[[[[[[[[[[[[[",
    ]
  ) { _ in
    { bytes in
      isTaken {
        let document = try ReportDocument(bytes: bytes)
        for kind in ReportKind.all { _ = ReportWriter.text(document.value, kind: kind) }
        _ = GitHubReport.commands(document.value, folder: "/")
      }
    }
  }
}
