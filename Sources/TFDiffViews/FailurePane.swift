import TFDiffDebugger
import TFDiffUI

/// A program's error in the place of what it kept from being compared.
enum FailurePane {
  static func draw(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    let side = state.shownFailure?.side.rawValue ?? ""
    canvas.pane(rect, title: "Error › \(side)", isFocused: state.focus == .difference)
    let inside = rect.inside
    let lines = state.failureLines(canvas.glyphs)
    let shown = ListCursor(offset: state.failureOffset).visible(count: lines.count, height: inside.rows)
    for (row, index) in shown.enumerated() {
      canvas.put(lines[index].pieces, column: inside.column + 1, row: inside.row + row, width: inside.columns - 1)
    }
    canvas.scrollBar(onRightEdgeOf: rect, offset: shown.lowerBound, visible: inside.rows, count: lines.count)
  }
}
