import TFDiffDebugger

/// The lines of the Report tab: the verdict's, broken where they are too long for the pane.
enum ReportLines {
  static func lines(_ state: AppState, width: Int) -> [[Piece]] {
    let symbol = VerdictText.symbol(state)
    return VerdictText.lines(state).enumerated().flatMap { index, text in
      let role: Role = index > 0 ? .text : symbol == .mismatch ? .mismatch : .match
      return TextWrap.broken(text, to: width).map { [Piece($0, role)] }
    }
  }
}
