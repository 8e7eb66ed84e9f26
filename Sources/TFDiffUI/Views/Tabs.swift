import TFDiffDebugger

/// The pane at the bottom: tabs in its top edge, and the rows of the one that is chosen.
enum Tabs {
  static func draw(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    let isFocused = state.focus == .bottom
    canvas.pane(rect, title: "", isFocused: isFocused)
    for (tab, columns) in places(in: rect) {
      let text = " \(tab.title) ".prefix(columns: columns.count)
      canvas.put(text, column: columns.lowerBound, row: rect.row, role: tab == state.tab ? .tabActive : .tab)
    }
    let inside = rect.inside
    canvas.clipped(to: inside) { drawRows(state, in: inside, on: &$0) }
    let cursor = state.tabCursors[state.tab] ?? ListCursor()
    canvas.scrollBar(
      onRightEdgeOf: rect, offset: cursor.offset, visible: inside.rows - headings(state, canvas.glyphs).count,
      count: state.bottomCount(state.tab))
  }

  private static func drawRows(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    let headings = headings(state, canvas.glyphs)
    for (row, pieces) in headings.enumerated() {
      canvas.put(pieces, column: rect.column + 1, row: rect.row + row, width: rect.columns - 2)
    }
    let area = rect.dropFirstRows(headings.count)
    let count = state.bottomCount(state.tab)
    if count == 0 {
      canvas.put(emptyText(state), column: area.column + 1, row: area.row, role: .muted)
      return
    }
    let cursor = state.tabCursors[state.tab] ?? ListCursor()
    for (line, index) in cursor.visible(count: count, height: area.rows).enumerated() {
      let row = area.row + line
      let pieces = BottomRows.pieces(
        state.tab, index, state: state, glyphs: canvas.glyphs, width: area.columns - 2)
      canvas.put(pieces, column: area.column + 1, row: row, width: area.columns - 2)
      guard index == cursor.index, state.focus == .bottom else { continue }
      let styles = canvas.styles
      let line = Rect(column: area.column, row: row, columns: area.columns, rows: 1)
      canvas.restyle(line) { styles.highlight($0, with: .cursor) }
    }
  }

  /// The lines above the rows, which do not scroll.
  static func headings(_ state: AppState, _ glyphs: Glyphs = .unicode) -> [[Piece]] {
    let inside = state.layout.bottomArea
    switch state.tab {
    case .ops: return state.bottomCount(.ops) > 0 ? [operationHeadings(state, width: inside.columns - 2)] : []
    case .random: return RandomLines.headings(state, glyphs, width: inside.columns - 2, height: inside.rows)
    case .variables, .stack, .report, .log: return []
    }
  }

  private static func operationHeadings(_ state: AppState, width: Int) -> [Piece] {
    let half = max((width - 13) / 2, 8)
    let runtimes = state.debugger.target.runtimes
    return [
      Piece("  " + "max abs".padded(to: 9), .muted),
      Piece(runtimes.reference.shortened(to: half).padded(to: half + 2), .reference),
      Piece(runtimes.candidate, .candidate),
    ]
  }

  private static func emptyText(_ state: AppState) -> String {
    switch state.tab {
    case .ops:
      let name = state.lookedAt?.name ?? "an endpoint"
      return state.isBusy ? "Recording…" : "The operations of \(name) were not recorded; s steps into it."
    case .log: return "Nothing has been logged."
    default: return ""
    }
  }

  /// The columns of each tab's title in the top edge; titles shrink to their first letters where room is short.
  private static func places(in rect: Rect) -> [(BottomTab, Range<Int>)] {
    let all = BottomTab.allCases
    let full = all.reduce(0) { $0 + $1.title.count + 2 }
    let short = (rect.columns - 3) / all.count
    var column = rect.column + 1
    return all.map { tab in
      let width = full <= rect.columns - 2 ? tab.title.count + 2 : max(short, 0)
      defer { column += width }
      return (tab, column..<column + width)
    }
  }

  static func tab(at column: Int, in rect: Rect) -> BottomTab? {
    places(in: rect).first { $0.1.contains(column) }?.0
  }
}
