import TFDiffDebugger
import TFDiffTensor

/// The lines of the Why tab, broken where they are too long for the pane.
enum WhyLines {
  static func lines(_ state: AppState, width: Int, glyphs: Glyphs = .unicode) -> [[Piece]] {
    let propagation = state.debugger.propagation.map { PropagationLines.lines($0, glyphs: glyphs, width: width) } ?? []
    return reasons(state, width: width) + propagation
  }

  /// Where the lines on the propagation begin.
  static func firstOfPropagation(_ state: AppState, width: Int) -> Int { reasons(state, width: width).count }

  private static func reasons(_ state: AppState, width: Int) -> [[Piece]] {
    state.debugger.explanations.flatMap { explanation -> [[Piece]] in
      ExplanationText.lines(explanation).enumerated().flatMap { index, text in
        TextWrap.broken(text.visible, to: width).map { [Piece($0, role(index, explanation))] }
      }
    }
  }

  private static func role(_ line: Int, _ explanation: Explanation) -> Role {
    if line == 0 { return explanation.cause == nil ? .warning : .mismatch }
    return line == 1 && explanation.experiment != nil ? .match : .text
  }

  static func emptyText(_ state: AppState) -> String {
    if state.interface.isPropagating { return "Running on the reference's values…" }
    if state.interface.isExplaining { return "Looking for the reason…" }
    return state.firstDivergence == nil ? "The two sides have not parted." : "w looks for the reason."
  }
}
