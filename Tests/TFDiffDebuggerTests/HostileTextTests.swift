import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: whatever names, messages and log lines hold, a check's lines and a Markdown report are printable and keep their
/// form, and a JSON report reads back as what it was.
@Suite struct HostileTextTests {
  /// What terminals, Markdown, HTML and JSON give a meaning to, beside letters.
  private static let pieces: [String] =
    [
      "\u{1B}[31m", "\u{1B}]52;c;cm0gLXJm\u{07}", "\u{1B}]0;title\u{1B}\\", "\u{9B}2J", "\u{9D}8;;x\u{9C}", "\r", "\n",
      "\r\n", "\u{8}",
      "\u{7F}", "\u{0}", "\t", "\u{202E}", "\u{2066}", "\u{2069}", "\u{200F}", "\u{61C}", "\u{200B}", "\u{200D}",
      "\u{FEFF}",
      "\u{2028}", "\u{2029}", "\u{85}", "\u{A0}", "\u{E0041}", "\u{3164}", "|", "`", "```", "\\", "\\|", "<script>",
      "</code>", "&lt;",
      "&#x202e;", "*", "_", "[x](y)", "![", "# ", "1. ", "- ", "~~", "$", "\"", "'", "{", "}", ",", " ", "  ", "é",
      "日本", "👩‍🚀",
      "e\u{301}\u{301}", "conv", "Mixed_5b", "/", ":0", "✓ equal",
    ] + (0..<32).map { String(UnicodeScalar(UInt8($0))) } + (0x80..<0xA0).map { String(UnicodeScalar(UInt8($0))) }

  private static func text(_ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...8, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  /// Two runs whose every word is hostile, on to their end, a failure or a stop.
  private static func state(_ generator: inout SeededGenerator) -> DebuggerState {
    let names = (0..<4).map { "\($0)" + text(&generator) }
    let file = StackFrame(function: text(&generator), file: text(&generator), line: 3)
    func steps(_ offset: Float, _ generator: inout SeededGenerator) -> [Step] {
      var steps: [Step] = [.log(text(&generator))]
      for (place, name) in names.enumerated() {
        steps += [
          .variable(variable(place == 2 ? text(&generator) : name + "/w", stack: CallStack([file]))),
          .random(random(place, "RandomUniform", text(&generator))),
          .operation(
            OperationEvent(name: text(&generator), type: "Add", output: tensor([1 + offset]), stack: CallStack([file]))),
          .endpoint(name, tensor([place == 1 ? 1 + offset : 1])),
        ]
      }
      return steps
    }
    let reference = Script(steps: steps(0, &generator))
    var candidate = Script(
      steps: steps(1, &generator) + [.variable(variable(text(&generator), call: 2, stack: CallStack([file])))])
    let end = Int.random(in: 0..<3, using: &generator)
    if end == 1 { candidate.steps.insert(.fail(ScriptError(text(&generator))), at: 9) }
    var description = TargetDescription.scripted(
      checkpoint: CheckpointDescription(path: text(&generator), style: "name-based", variables: [text(&generator)]))
    description.name = text(&generator)
    description.input = text(&generator)
    let target = ScriptedTarget(reference: reference, candidate: candidate, planned: names, description: description)
    let policy = TolerancePolicy(exceptions: [.init(glob: text(&generator), tolerance: .standard)])
    let debugger = target.debugger(breakpoints: end == 2 ? [.name(glob: names[2])] : [], tolerance: policy)
    debugger.perform(.continue)
    return debugger.locateDivergence()
  }

  private static func isPrintable(_ text: String) -> Bool {
    text.allSatisfy { $0 == "\n" || VisibleText.isVisible($0) }
  }

  @Test(arguments: 0..<60) func everyDoorIsHeld(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let state = Self.state(&generator)
    let command = Self.text(&generator)
    let context = ReportContext(command: command)
    try checkSummary(state)
    try checkMarkdown(state, context)
    try checkJSON(state, context)
  }

  private func checkSummary(_ state: DebuggerState) throws {
    let summary = CheckSummary()
    let lines = summary.opening(state) + state.endpoints.map { summary.line($0) } + summary.closing(state)
    let text = VisibleText(lines: lines).text
    #expect(Self.isPrintable(text), "\(text.debugDescription)")
    // A verdict at the margin is the program's.
    let verdicts = text.split(separator: "\n").filter { $0.hasPrefix("✓ equal") || $0.hasPrefix("✗ diverged") }
    #expect(verdicts.count <= 1, "\(text.debugDescription)")
  }

  private func checkMarkdown(_ state: DebuggerState, _ context: ReportContext) throws {
    let text = ReportWriter.text(state, kind: .markdown, context: context)
    #expect(Self.isPrintable(text), "\(text.debugDescription)")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let table = lines.drop { !$0.hasPrefix("| | endpoint |") }.prefix { $0.hasPrefix("|") }
    #expect(table.count == state.endpoints.count + 2)
    for row in table { #expect(Self.bars(row) == 10, "\(row)") }
    let headings = lines.prefix { !$0.hasPrefix("### Reproduce") }.filter { $0.hasPrefix("#") }
    #expect(headings.count <= 8 && headings.dropFirst().allSatisfy { $0.hasPrefix("### ") }, "\(headings)")
    for line in lines.prefix(while: { !$0.hasPrefix("### Reproduce") }) {
      #expect(!Self.withoutCode(line).contains("<script>"), "\(line)")
    }
  }

  /// The bars that part a row's cells: those that no backslash stands before.
  private static func bars(_ row: Substring) -> Int {
    zip(" " + row, row).count { $0 != "\\" && $1 == "|" }
  }

  /// The line without its code spans, as CommonMark finds them: a run of backticks to the next one of the same length.
  private static func withoutCode(_ line: Substring) -> String {
    var (rest, result) = (line, "")
    while let start = rest.firstIndex(of: "`") {
      let isEscaped = start > rest.startIndex && rest[rest.index(before: start)] == "\\"
      let run = rest[start...].prefix { $0 == "`" }
      result += rest[..<start]
      let after = rest[run.endIndex...]
      guard !isEscaped, let end = after.ranges(of: run).first(where: { after[$0.upperBound...].first != "`" }) else {
        result += run
        rest = after
        continue
      }
      rest = after[end.upperBound...]
    }
    return result + rest
  }

  private func checkJSON(_ state: DebuggerState, _ context: ReportContext) throws {
    let text = ReportWriter.text(state, kind: .json, context: context)
    #expect(Self.isPrintable(text), "\(text.debugDescription)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    func scalars(_ text: String?) -> [UInt32] { text?.unicodeScalars.map(\.value) ?? [] }
    let rows = try #require(report["endpoints"] as? [[String: Any]])
    #expect(rows.map { scalars($0["name"] as? String) } == state.endpoints.map { scalars($0.name) })
    #expect(scalars(report["target"] as? String) == scalars(state.target.name))
    #expect(scalars(report["command"] as? String) == scalars(context.command))
  }
}
