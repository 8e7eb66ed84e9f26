import TFDiffDebugger
import TFDiffUI

/// The pane at the bottom: tabs in its top edge, and the rows of the one that is chosen.
enum Tabs {
  static func draw(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    let isFocused = state.focus == .bottom
    canvas.pane(rect, title: "", isFocused: isFocused)
    for place in TabRows.places(state, in: rect) {
      let role: Role = place.tab == state.tab ? .tabActive : .tab
      let badge = place.badge.isEmpty ? [] : [Piece(place.badge, .mismatch), Piece(" ", role)]
      canvas.put(
        [Piece(" \(place.title) ", role)] + badge, column: place.columns.lowerBound, row: rect.row,
        width: place.columns.count)
    }
    let inside = rect.inside
    canvas.clipped(to: inside) { drawRows(state, in: inside, on: &$0) }
    let cursor = state.tabCursors[state.tab] ?? ListCursor()
    canvas.scrollBar(
      onRightEdgeOf: rect, offset: cursor.offset, visible: inside.rows - TabRows.headings(state, canvas.glyphs).count,
      count: state.bottomCount(state.tab))
  }

  private static func drawRows(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    let headings = TabRows.headings(state, canvas.glyphs)
    for (row, pieces) in headings.enumerated() {
      canvas.put(pieces, column: rect.column + 1, row: rect.row + row, width: rect.columns - 2)
    }
    let area = rect.dropFirstRows(headings.count)
    let count = state.bottomCount(state.tab)
    if count == 0 {
      canvas.put(TabRows.emptyText(state), column: area.column + 1, row: area.row, role: .muted)
      return
    }
    let cursor = state.tabCursors[state.tab] ?? ListCursor()
    let window = cursor.visible(count: count, height: area.rows)
    let rows = BottomRows.rows(state.tab, window, state: state, glyphs: canvas.glyphs, width: area.columns - 2)
    for (pieces, index) in zip(rows, window) {
      let row = area.row + index - window.lowerBound
      canvas.put(pieces, column: area.column + 1, row: row, width: area.columns - 2)
      if state.focus == .bottom, let search = state.search, search.rows.contains(index) {
        canvas.mark(search.pattern, in: pieces.map(\.text).joined(), column: area.column + 1, row: row)
      }
      guard index == cursor.index, state.focus == .bottom else { continue }
      let styles = canvas.styles
      let line = Rect(column: area.column, row: row, columns: area.columns, rows: 1)
      canvas.restyle(line) { styles.highlight($0, with: .cursor) }
    }
  }
}
