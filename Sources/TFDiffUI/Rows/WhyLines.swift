import TFDiffDebugger
import TFDiffTensor

/// The lines of the Why tab, broken where they are too long for the pane.
enum WhyLines {
  static func lines(_ state: AppState, width: Int) -> [[Piece]] {
    state.debugger.explanations.flatMap { explanation -> [[Piece]] in
      ExplanationText.lines(explanation).enumerated().flatMap { index, text in
        broken(text.visible, to: width, isFirst: index == 0).map { [Piece($0, role(index, explanation))] }
      }
    }
  }

  private static func role(_ line: Int, _ explanation: Explanation) -> Role {
    if line == 0 { return explanation.cause == nil ? .warning : .mismatch }
    return line == 1 && explanation.experiment != nil ? .match : .text
  }

  /// The rest of a line stands two columns further in than its beginning.
  private static func broken(_ text: String, to width: Int, isFirst: Bool) -> [String] {
    if text.displayWidth <= width { return [text] }
    let indent = isFirst ? "" : "  "
    let lines = TextWrap.lines(text, to: max(width - indent.count - 2, 10))
    return lines.enumerated().map { index, line in indent + (index == 0 ? "" : "  ") + line }
  }

  static func emptyText(_ state: AppState) -> String {
    if state.interface.isExplaining { return "Looking for the reason…" }
    return state.debugger.firstDivergence == nil ? "The two sides have not parted." : "w looks for the reason."
  }
}
