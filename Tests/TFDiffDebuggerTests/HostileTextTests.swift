import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: whatever names, messages and log lines hold, a check's lines and a Markdown report are printable and keep their
/// form, and a JSON report reads back as what it was.
@Suite struct HostileTextTests {
  private static func isPrintable(_ text: String) -> Bool {
    text.allSatisfy { $0 == "\n" || VisibleText.isVisible($0) }
  }

  @Test(arguments: 0..<60) func everyDoorIsHeld(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let state = HostileText.state(&generator)
    let command = HostileText.text(&generator)
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
