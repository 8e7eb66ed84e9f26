import TFDiffTensor

extension ReportKind {
  public static let markdown = ReportKind(ending: ".md") { MarkdownReport.text($0) }
}

/// The report for people, to be pasted into a pull request.
public enum MarkdownReport {
  public static func text(_ state: DebuggerState, context: ReportContext) -> String {
    text(JSONReport.document(state, context: context))
  }

  /// Of what a JSON report says.
  ///
  /// - Parameter limit: how many endpoints are listed at most; where there are more, those that differ come first.
  public static func text(_ report: JSONValue, atMost limit: Int = .max) -> String {
    let sections = [
      heading(report),
      stand(report["stand"]),
      whatWasCompared(report),
      ladder(report["ladder"].items),
      firstDivergence(report["first_divergence"]),
      explanations(report["explanations"].items),
      baseline(report),
      propagation(report["propagation"]),
      endpoints(report["endpoints"].items.map { ReportRow($0) }, atMost: limit),
      waivers(report),
      report["training"].fields.isEmpty ? losses(report) : training(report["training"]),
      variables(report["variables"]),
      checkpoint(report["checkpoint"]),
      randomOperations(report),
      "### Reproduce\n\n\(block(report["reproduce"].string ?? ""))",
    ]
    return sections.compactMap { $0 }.joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ report: JSONValue) -> String {
    let name = code(report["target"].string ?? "")
    let headline = ReportHeadline(report)
    let title = "## \(headline.symbol) \(name): \(headline.words)"
    let findings = report["findings"].strings.map { "- \(escaped($0))" }
    return ([title] + (findings.isEmpty ? [] : ["", findings.joined(separator: "\n")])).joined(separator: "\n")
  }

  /// Where runs that are not over stand; nil for those that are.
  private static func stand(_ stand: JSONValue) -> String? {
    guard let kind = RunStand.Kind(rawValue: stand["state"].string ?? ""), kind != .ended, kind != .failed else {
      return nil
    }
    return escaped("The runs are not over: \(stand["words"].string ?? "").")
      + " Only what both sides have reached is judged; the rest is still to come."
  }

  private static func whatWasCompared(_ report: JSONValue) -> String {
    let facts = [
      report["mode"].string.map { "mode `\($0)`" }, report["pass"].string, report["seed"].int.map { "seed \($0)" },
      "input \(code(report["input"].string ?? ""))",
    ].compactMap { $0 }
    let coverage = report["coverage"]["words"].string.map { " \(escaped($0))." } ?? ""
    let (reference, candidate) = (report["reference"]["runtime"].string, report["candidate"]["runtime"].string)
    let lines = [
      "Reference: \(escaped(reference ?? "")); candidate: \(escaped(candidate ?? "")); "
        + facts.joined(separator: ", ") + ".",
      "Tolerance: \(tolerance(report)). \(escaped(report["tally"].string ?? ""))." + coverage,
    ]
    let exceptions = ReportTolerance(report).policy.exceptions.map { exception in
      "For \(code(exception.glob)): rtol \(NumberText.exact(exception.tolerance.rtol)), "
        + "atol \(NumberText.exact(exception.tolerance.atol))."
    }
    return (lines + exceptions).joined(separator: "  \n")
  }

  private static func tolerance(_ report: JSONValue) -> String {
    let tolerance = ReportTolerance(report)
    if tolerance.comparesTraining { return escaped(tolerance.words) }
    if tolerance.isMeasured { return "`\(TolerancePolicy.automaticFormula)`" }
    let standard = tolerance.policy.standard
    return
      "`\(Tolerance.formula)` with rtol \(NumberText.exact(standard.rtol)), atol \(NumberText.exact(standard.atol))"
  }

  private static func firstDivergence(_ divergence: JSONValue) -> String? {
    guard !divergence.isNull else { return nil }
    let title = ReportHeadline.title(ofDivergence: divergence)
    let facts = divergence["words"].strings.map { line in
      line.hasPrefix("  ") ? "  - \(escaped(line))" : "- \(escaped(line))"
    }
    return (["### \(title): \(code(divergence["endpoint"].string ?? ""))", ""] + facts).joined(separator: "\n")
  }

  private static func endpoints(_ rows: [ReportRow], atMost limit: Int) -> String {
    let chosen = rows.count > limit ? rows.filter(\.differs) + rows.filter { !$0.differs } : rows
    var lines = [
      "### Endpoints", "",
      "| | endpoint | shape | mismatched | max abs | required atol | relative L2 | cosine | max ULP |",
      "|---|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += chosen.prefix(limit).map { row in
      let mismatched = row.elements.map { "\(row.mismatched) / \($0)" } ?? escaped(row.statusWord)
      let note = row.note.map { " (\(escaped($0)))" } ?? ""
      let cells = [row.symbol, code(row.name), row.shape ?? "", mismatched + note]
      return "| " + (cells + row.numbers).joined(separator: " | ") + " |"
    }
    if rows.count > limit { lines += ["", "and \(rows.count - limit) more"] }
    return lines.joined(separator: "\n")
  }

  /// At most ten lines: a pull request is no place for a thousand.
  static func list(_ title: String, _ items: [String]) -> [String] {
    if items.isEmpty { return [] }
    let shown = items.prefix(10).map { "  - \($0)" }
    let rest = items.count > 10 ? ["  - and \(items.count - 10) more"] : []
    return ["- \(title): \(items.count)"] + shown + rest
  }
}
