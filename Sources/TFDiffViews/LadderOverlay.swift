import TFDiffDebugger
import TFDiffUI

/// Draws the ladder over the panes.
enum LadderOverlay {
  static func draw(_ view: LadderView, _ state: AppState, _ layout: Layout, on canvas: inout Canvas) {
    let lines = LadderLines.steps(state, width: layout.overlayWidth, glyphs: canvas.glyphs)
    let box = box(for: lines.count, layout)
    OverlayView.panel(box, title: "The migration guide's ladder", on: &canvas)
    let text = Rect(column: box.column + 2, row: box.row + 1, columns: layout.overlayWidth, rows: box.rows - 2)
    let headline = LadderLines.headline(state, glyphs: canvas.glyphs)
    put([headline], in: text.firstRows(1), on: &canvas)
    let body = text.dropFirstRows(LadderLines.headlineHeight(in: layout))
    if state.debugger.ladder.isEmpty { return drawAbsence(state, in: body, on: &canvas) }
    let window = ListCursor(offset: view.offset).visible(count: lines.count, height: body.rows)
    for (row, index) in window.enumerated() {
      draw(lines[index], isSelected: lines[index].step == view.selected, in: body.row(row), on: &canvas)
    }
    canvas.scrollBar(onRightEdgeOf: box, offset: view.offset, visible: body.rows, count: lines.count)
  }

  /// No longer than it has to be, and where it is as the lines grow.
  private static func box(for lines: Int, _ layout: Layout) -> Rect {
    layout.overlayBox.firstRows(max(lines, 5) + LadderLines.headlineHeight(in: layout) + 2)
  }

  private static func drawAbsence(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    if state.isBusy { return }
    for (row, line) in TextWrap.lines(LadderLines.absence, to: rect.columns).prefix(rect.rows).enumerated() {
      put([Piece(line, .overlay)], in: rect.row(row), on: &canvas)
    }
  }

  private static func draw(
    _ line: LadderLines.Line, isSelected: Bool, in rect: Rect, on canvas: inout Canvas
  ) {
    put(line.pieces, in: rect, on: &canvas)
    if let tail = line.tail {
      let column = max(rect.endColumn - tail.text.displayWidth, rect.column)
      put([tail], in: Rect(column: column, row: rect.row, columns: rect.endColumn - column, rows: 1), on: &canvas)
    }
    guard isSelected, line.isTitle else { return }
    let styles = canvas.styles
    canvas.restyle(rect) { styles.highlight($0, with: .overlaySelected) }
  }

  /// Puts pieces down on the overlay's ground, whatever their roles have in the panes.
  private static func put(_ pieces: [Piece], in rect: Rect, on canvas: inout Canvas) {
    canvas.put(pieces, column: rect.column, row: rect.row, width: rect.columns)
    let styles = canvas.styles
    canvas.restyle(rect) { styles.highlight($0, with: .overlay) }
  }
}
