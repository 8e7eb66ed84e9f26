import TFDiffDebugger

/// The lines of the Report tab: the verdict's, broken where they are too long for the pane.
enum ReportLines {
  static func lines(_ state: AppState, width: Int) -> [[Piece]] {
    let symbol = VerdictText.symbol(state)
    return VerdictText.lines(state).enumerated().flatMap { index, text in
      let role: Role = index > 0 ? .text : symbol == .mismatch ? .mismatch : .match
      return broken(text, to: width).map { [Piece($0, role)] }
    }
  }

  /// The rest of a line stands two columns further in than its beginning.
  private static func broken(_ text: String, to width: Int) -> [String] {
    if text.displayWidth <= width { return [text] }
    let indent = String(repeating: " ", count: min(text.prefix { $0 == " " }.count, max(width - 10, 0)))
    let lines = TextWrap.lines(text, to: width - indent.count - 2)
    return lines.enumerated().map { index, line in indent + (index == 0 ? "" : "  ") + line }
  }
}
