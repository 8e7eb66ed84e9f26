import Foundation
import TFDiffUI
import Testing

/// A screen written down: its text, then which columns of each row have which look.
///
/// `TFDIFF_RECORD=1` writes the files anew and fails, so that a recording is looked at before it is believed.
struct GoldenScreen {
  let size: String
  let cursor: String
  var text: [String] = []
  /// The look of each cell, by row.
  var styles: [[String]] = []

  init(_ screen: Screen) {
    size = "\(screen.size.columns)x\(screen.size.rows)"
    cursor = screen.cursor.map { "\($0.column),\($0.row)" } ?? "hidden"
    text = screen.lines.map(Self.trimmed)
    styles = (0..<screen.size.rows).map { row in
      (0..<screen.size.columns).map { Self.describe(screen[$0, row].style) }
    }
  }

  static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  static func describe(_ style: Style) -> String {
    func color(_ color: Color) -> String {
      switch color {
      case .default: "default"
      case .rgb(let r, let g, let b): String(format: "#%02x%02x%02x", r, g, b)
      case .indexed(let index): String(index)
      }
    }
    let attributes = [
      (style.bold, "bold"), (style.dim, "dim"), (style.italic, "italic"), (style.underline, "underline"),
      (style.reverse, "reverse"),
    ]
    return ([color(style.foreground), "on", color(style.background)] + attributes.filter(\.0).map(\.1))
      .joined(separator: " ")
  }

  // MARK: File

  var file: String {
    var legend: [String] = []
    var runs: [String] = []
    for (row, cells) in styles.enumerated() {
      var parts: [String] = []
      var start = 0
      while start < cells.count {
        let end = cells[start...].firstIndex { $0 != cells[start] } ?? cells.count
        if !legend.contains(cells[start]) { legend.append(cells[start]) }
        let name = legend.firstIndex(of: cells[start]).map(String.init) ?? "?"
        parts.append(start + 1 == end ? "\(start):\(name)" : "\(start)-\(end - 1):\(name)")
        start = end
      }
      runs.append("\(row) " + parts.joined(separator: " "))
    }
    let named = legend.enumerated().map { "\($0.offset) = \($0.element)" }
    let head = ["size \(size)", "cursor \(cursor)", "--- text"]
    return (head + text + ["--- styles"] + named + ["--- runs"] + runs).joined(separator: "\n") + "\n"
  }

  init?(file: String) {
    let lines = file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count > 3, let styleStart = lines.firstIndex(of: "--- styles"),
      let runStart = lines.firstIndex(of: "--- runs")
    else { return nil }
    size = String(lines[0].dropFirst("size ".count))
    cursor = String(lines[1].dropFirst("cursor ".count))
    text = Array(lines[3..<styleStart])
    var legend: [Substring: String] = [:]
    for line in lines[(styleStart + 1)..<runStart] {
      let parts = line.split(separator: " ", maxSplits: 2)
      if parts.count == 3 { legend[parts[0]] = String(parts[2]) }
    }
    for line in lines[(runStart + 1)...] where !line.isEmpty {
      var row: [String] = []
      for part in line.split(separator: " ").dropFirst() {
        let pair = part.split(separator: ":")
        let range = pair[0].split(separator: "-").compactMap { Int($0) }
        guard let first = range.first, let last = range.last, let style = legend[pair[1]] else { return nil }
        row += Array(repeating: style, count: last - first + 1)
      }
      styles.append(row)
    }
  }

  // MARK: Check

  static func check(
    _ screen: Screen, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let got = GoldenScreen(screen)
    if ProcessInfo.processInfo.environment["TFDIFF_RECORD"] == "1" {
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      let url = folder.appendingPathComponent("Golden/\(name).screen")
      try got.file.write(to: url, atomically: true, encoding: .utf8)
      Issue.record(
        "recorded \(name); look at it, then run without TFDIFF_RECORD", sourceLocation: sourceLocation)
      return
    }
    guard let url = Bundle.module.url(forResource: "Golden/\(name)", withExtension: "screen"),
      let file = try? String(contentsOf: url, encoding: .utf8), let expected = GoldenScreen(file: file)
    else {
      Issue.record("no golden screen \(name); TFDIFF_RECORD=1 records it", sourceLocation: sourceLocation)
      return
    }
    let differences = expected.differences(from: got)
    guard !differences.isEmpty else { return }
    let shown = differences.prefix(30).joined(separator: "\n")
    Issue.record(
      """
      \(name) differs in \(differences.count) places
      expected:
      \(expected.text.joined(separator: "\n"))
      got:
      \(got.text.joined(separator: "\n"))
      \(shown)
      """, sourceLocation: sourceLocation)
  }

  func differences(from got: GoldenScreen) -> [String] {
    var found: [String] = []
    if size != got.size { return ["size: expected \(size), got \(got.size)"] }
    if cursor != got.cursor { found.append("cursor: expected \(cursor), got \(got.cursor)") }
    for row in 0..<max(text.count, got.text.count) {
      let (wanted, seen) = (row < text.count ? text[row] : "", row < got.text.count ? got.text[row] : "")
      if wanted != seen {
        let column = zip(wanted, seen).prefix { $0 == $1 }.count
        found.append("row \(row) from character \(column): expected ‘\(wanted)’, got ‘\(seen)’")
      }
    }
    for (row, pair) in zip(styles, got.styles).enumerated() {
      for column in pair.0.indices where column >= pair.1.count || pair.0[column] != pair.1[column] {
        let seen = column < pair.1.count ? pair.1[column] : "nothing"
        found.append("row \(row) column \(column): expected \(pair.0[column]), got \(seen)")
      }
    }
    return found
  }
}
