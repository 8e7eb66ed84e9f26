import TFDiffTensor

extension ReportKind {
  public static let junit = ReportKind(ending: ".xml") { JUnitReport.text($0) }
}

/// The report for servers that run tests: JUnit's XML, a test case for each endpoint (or rung), one for each step of the ladder,
/// and one for the verdict as a whole, which says what no endpoint does.
///
/// Source of the format: the schema of Apache Ant's JUnit task, as Jenkins and GitLab read it.
public enum JUnitReport {
  /// Of what a JSON report says.
  public static func text(_ report: JSONValue) -> String {
    let target = report["target"].string ?? ""
    let endpoints = report["endpoints"].items.map { endpoint(ReportRow($0), in: report, of: target) }
    let ladder = report["ladder"].items.map { step($0, of: target) }
    let seconds = ["reference", "candidate"].reduce(0) { $0 + (report[$1]["seconds"].double ?? 0) }
    let suites = [
      suite(target, endpoints + [verdict(report, of: target)], seconds, [properties(report)]),
      ladder.isEmpty ? nil : suite("\(target), steps of the migration guide", ladder, 0, []),
    ].compactMap(\.self)
    let whole = Markup.element("testsuites", ["name": "tfdiff-tui"], suites)
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + whole.source + "\n"
  }

  /// A test case, and which of the suite's numbers it counts in.
  private struct Case {
    enum Outcome: Sendable { case passed, failed, broken, skipped }
    let outcome: Outcome
    let markup: Markup

    init(
      _ name: String, of target: String, _ outcome: Outcome, _ type: String = "", _ message: String = "",
      _ text: String = ""
    ) {
      self.outcome = outcome
      let content: [Markup] =
        switch outcome {
        case .passed: []
        case .failed: [.element("failure", ["message": message, "type": type], [.block(text)])]
        case .broken: [.element("error", ["message": message, "type": type], [.block(text)])]
        case .skipped: [.void("skipped", ["message": message])]
        }
      markup = .element("testcase", ["classname": target, "name": name], content) + .line
    }
  }

  private static func suite(_ name: String, _ cases: [Case], _ seconds: Double, _ head: [Markup]) -> Markup {
    func count(_ outcome: Case.Outcome) -> String { "\(cases.count { $0.outcome == outcome })" }
    return .element(
      "testsuite",
      [
        "name": name, "tests": "\(cases.count)", "failures": count(.failed), "errors": count(.broken),
        "skipped": count(.skipped), "time": NumberText.rounded(seconds),
      ], [.line] + head + cases.map(\.markup)) + .line
  }

  private static func properties(_ report: JSONValue) -> Markup {
    let facts = [
      ("verdict", report["verdict"].string), ("mode", report["mode"].string), ("pass", report["pass"].string),
      ("seed", report["seed"].int.map(String.init)), ("input", report["input"].string),
      ("tolerance", ReportTolerance(report).words), ("reference", report["reference"]["runtime"].string),
      ("candidate", report["candidate"]["runtime"].string), ("reproduce", report["reproduce"].string),
    ]
    let properties = facts.compactMap { name, value in
      value.map { Markup.void("property", ["name": name, "value": $0]) + .line }
    }
    return .element("properties", [.line] + properties) + .line
  }

  // MARK: Cases

  private static func endpoint(_ row: ReportRow, in report: JSONValue, of target: String) -> Case {
    if row.waived != nil { return Case(row.name, of: target, .skipped, "", row.note ?? "waived") }
    switch row.status {
    case .match: return Case(row.name, of: target, .passed)
    case .mismatch, .shapeMismatch, .missingReference, .missingCandidate:
      return Case(row.name, of: target, .failed, row.statusWord, message(row), details(row, in: report))
    case .referenceOnly, .candidateOnly, .unpaired, .outside, .unjudged, .notRun:
      return Case(row.name, of: target, .skipped, "", row.note ?? row.statusWord)
    case nil: return Case(row.name, of: target, .broken, row.statusWord, "its status is not known: \(row.statusWord)")
    }
  }

  private static func message(_ row: ReportRow) -> String {
    guard let elements = row.elements, let error = row.maxAbs, let rtol = row.rtol, let atol = row.atol else {
      return [row.statusWord, row.note].compactMap { $0 }.joined(separator: ": ")
    }
    let held = "rtol \(NumberText.exact(rtol)) atol \(NumberText.exact(atol))"
    return "\(row.mismatched) of \(elements) elements are out of \(held); max abs \(formatShort(error))"
      + (row.note.map { "; \($0)" } ?? "")
  }

  /// Of the first divergence all that is known, and why.
  private static func details(_ row: ReportRow, in report: JSONValue) -> String {
    guard report["first_divergence"]["endpoint"].string == row.name else { return message(row) }
    let causes = report["explanations"].items.flatMap { ReportExplanation($0).lines }
    return (report["first_divergence"]["words"].strings + causes).map { $0.visible }.joined(separator: "\n")
  }

  private static func verdict(_ report: JSONValue, of target: String) -> Case {
    let headline = ReportHeadline(report)
    let findings = report["findings"].strings
    let text = findings.map { $0.visible }.joined(separator: "\n")
    let outcome: Case.Outcome =
      switch headline.verdict {
      case .equal: .passed
      case .diverged: .failed
      case .incomparable, nil: .broken
      }
    return Case("verdict", of: target, outcome, report["verdict"].string ?? "", findings.first ?? headline.words, text)
  }

  private static func step(_ row: JSONValue, of target: String) -> Case {
    let name = "step \(row["step"].string ?? ""): \(row["title"].string ?? "")"
    let detail = row["detail"].string ?? ""
    let text = [detail, row["advice"].string].compactMap { $0?.visible }.joined(separator: "\n")
    return switch LadderVerdict(rawValue: row["verdict"].string ?? "") {
    case .passed: Case(name, of: target, .passed)
    case .failed: Case(name, of: target, .failed, "failed", detail, text)
    case .incomparable, nil: Case(name, of: target, .broken, "incomparable", detail, text)
    case .skipped: Case(name, of: target, .skipped, "", detail)
    case .notRun: Case(name, of: target, .skipped, "", "an earlier step failed")
    }
  }
}
