/// A few lines of a file around one of them.
package struct SourceSnippet: Sendable, Hashable {
  /// Lines shown before and after.
  private static let margin = 2

  /// The number of the first of the lines, from 1.
  package let start: Int
  package let lines: [String]
  /// The number of the line they are around.
  package let marked: Int

  /// That line, without what it is indented by.
  package var markedLine: String { String(lines[marked - start].drop { $0 == " " }) }

  /// Nil where the text has no such line.
  package init?(around line: Int, of text: String) {
    let all = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard all.indices.contains(line - 1) else { return nil }
    start = max(line - Self.margin, 1)
    marked = line
    lines = all[(start - 1)..<min(line + Self.margin, all.count)].map { String($0).replacing("\t", with: "  ") }
  }
}
