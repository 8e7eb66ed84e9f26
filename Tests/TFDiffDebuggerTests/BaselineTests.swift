import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: what is fixed, new, worse and unchanged since an earlier report, and that a report of something else is refused.
@Suite struct BaselineTests {
  /// A run whose endpoints differ by these numbers.
  private static func state(
    _ errors: KeyValuePairs<String, Float>, description: TargetDescription = .scripted()
  ) -> DebuggerState {
    let target = ScriptedTarget(
      reference: Script(steps: errors.map { endpoint($0.key, 0) }),
      candidate: Script(steps: errors.map { endpoint($0.key, $0.value) }), description: description)
    return CheckRunner(target: target.target).run().state
  }

  private static func baseline(_ errors: KeyValuePairs<String, Float>) -> BaselineReport {
    BaselineReport(file: "then.json", report: JSONReport.document(state(errors), context: .scripted))
  }

  @Test func eachEndpointIsHeldAgainstWhatItWas() {
    let then = Self.baseline(["fixed": 1, "new": 0, "worse": 1, "same": 1, "more": 1, "less": 1, "match": 0, "gone": 1])
    let now = Self.state([
      "fixed": 0, "new": 1, "worse": 2.5, "same": 1, "more": 2, "less": 0.5, "match": 0, "added": 1, "good": 0,
      "broken": .nan,
    ])
    let comparison = BaselineComparison(then, now)
    #expect(
      comparison.changes == [
        "fixed": .fixed, "new": .new, "worse": .worse, "same": .unchanged, "more": .unchanged, "less": .unchanged,
        "match": .unchanged, "added": .new, "broken": .new,
      ])
    #expect(comparison.gone == ["gone"])
    #expect(
      comparison.lines == [
        "Since then.json (diverged): 1 fixed, 3 new, 1 worse, 4 unchanged", "  fixed: fixed",
        "  new: new, added, broken",
        "  worse: worse", "  gone: gone",
      ])
  }

  @Test func whatIsNoLongerFiniteOrOfAnotherShapeIsWorse() {
    let then = Self.baseline(["a": 1, "b": 1, "c": .nan, "d": 1])
    let target = ScriptedTarget(
      reference: Script(steps: [endpoint("a", 0), endpoint("b", 0), endpoint("c", 0), endpoint("d", 0)]),
      candidate: Script(steps: [endpoint("a", .nan), endpoint("b", 1, 2), endpoint("c", .nan)]),
      planned: ["a", "b", "c", "d"])
    let comparison = BaselineComparison(then, CheckRunner(target: target.target).run().state)
    #expect(comparison.changes == ["a": .worse, "b": .worse, "c": .unchanged, "d": .worse])
  }

  @Test func whatIsWaivedIsNotFixed() {
    var options = DebuggerOptions()
    options.waivers = Waivers(
      [Waiver(layer: "*", atol: 9, reason: "r")], file: "w", today: CalendarDay(year: 2026, month: 1, day: 1))
    let target = ScriptedTarget(
      reference: Script(steps: [endpoint("a", 0)]), candidate: Script(steps: [endpoint("a", 1)]))
    let state = CheckRunner(target: target.target, options: options).run().state
    #expect(state.conclusion.verdict == .equal)
    #expect(BaselineComparison(Self.baseline(["a": 1]), state).changes == ["a": .unchanged])
  }

  @Test func aRunThatIsNotOverSaysNothingOfWhatIsStillToCome() {
    let then = Self.baseline(["a": 1, "b": 1])
    let target = ScriptedTarget(
      reference: Script(steps: [endpoint("a", 0), endpoint("b", 0)]),
      candidate: Script(steps: [endpoint("a", 0), endpoint("b", 0)]), planned: ["a", "b"])
    let debugger = target.debugger(breakpoints: [.name(glob: "a")])
    let comparison = BaselineComparison(then, debugger.perform(.continue))
    #expect(comparison.changes == ["a": .fixed] && comparison.gone == [])
  }

  @Test func aReportOfSomethingElseIsRefusedWithWhatDiffers() throws {
    let then = Self.baseline(["a": 1])
    var other = TargetDescription.scripted()
    try then.validate(for: other)
    other.name = "another"
    (other.mode, other.seed, other.input, other.training) = ("constant", 7, "x.npy", true)
    other.checkpoint = CheckpointDescription(path: "m", style: "name-based", variables: [])
    let error = #expect(throws: BaselineError.self) { try then.validate(for: other) }
    let words = "\(try #require(error))"
    for part in [
      "its target is 'scripted', and here it is 'another'", "its mode is 'num_random_ops', and here it is 'constant'",
      "its seed is '42', and here it is '7'", "its input is 'ones', and here it is 'x.npy'",
      "its run is 'inference', and here it is 'training'", "its checkpoint is 'none', and here it is 'one'",
    ] { #expect(words.contains(part), "\(words)") }
    let comparison = BaselineComparison(then, Self.state(["a": 0], description: other))
    #expect(comparison.changes.isEmpty && comparison.obstacle != nil)
    #expect(comparison.lines.first?.hasPrefix("Not held against then.json: its target") == true)
  }

  /// A report of before the words for what was run.
  @Test func anOlderReportIsTaken() throws {
    let report = JSONReport.document(Self.state(["a": 1]), context: .scripted)
    let older = JSONValue.object(report.fields.filter { !["pass", "tally", "sources"].contains($0.name) })
    try BaselineReport(file: "b", report: older).validate(for: .scripted())
    #expect(throws: BaselineError.self) {
      try BaselineReport(file: "b", report: older).validate(for: .scripted(training: true))
    }
  }

  @Test func aFileThatIsNoneIsRefused() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tfdiff-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: BaselineError.self) { try BaselineReport(file: "\(folder)/nowhere.json") }
    let empty = DebuggerState(target: .scripted())
    try ReportWriter.write(empty, to: "\(folder)/empty.json", context: .scripted)
    #expect(throws: BaselineError.nothingCompared(file: "\(folder)/empty.json")) {
      try BaselineReport(file: "\(folder)/empty.json")
    }
    try ReportWriter.write(Self.state(["a": 1]), to: "\(folder)/good.json", context: .scripted)
    #expect(
      BaselineComparison(try BaselineReport(file: "\(folder)/good.json"), Self.state(["a": 0])).changes == ["a": .fixed]
    )
  }

  @Test func allReportsSayWhatChanged() throws {
    var context = ReportContext.scripted
    context.baseline = Self.baseline(["a": 1, "b": 0])
    let state = Self.state(["a": 0, "b": 1])
    let report = JSONReport.document(state, context: context)
    #expect(report["endpoints"].items.map { $0["baseline"].string } == ["fixed", "new"])
    #expect(report["endpoints"].items.map { $0["baseline_max_abs"].double } == [1, 0])
    #expect(report["baseline"]["fixed"].strings == ["a"] && report["baseline"]["new"].strings == ["b"])
    #expect(report["baseline"]["unchanged"] == .int(0) && report["baseline"]["verdict"] == .string("diverged"))
    let html = ReportWriter.text(state, kind: .html, context: context)
    #expect(html.contains("Since the baseline") && html.contains("<span class=\"change fixed\">fixed</span>"))
    let markdown = ReportWriter.text(state, kind: .markdown, context: context)
    #expect(markdown.contains("### Since the baseline"))
    #expect(markdown.contains("`then.json`: 1 new, 0 worse, 1 fixed, 0 unchanged"))
  }
}
