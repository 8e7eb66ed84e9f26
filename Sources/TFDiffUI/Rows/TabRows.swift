import TFDiffDebugger

/// What the tabs at the bottom have besides their rows: titles, the lines above the rows, words where there are none.
package enum TabRows {
  /// The lines above the rows, which do not scroll.
  package static func headings(_ state: AppState, _ glyphs: Glyphs = .unicode) -> [[Piece]] {
    let inside = state.layout.bottomArea
    switch state.tab {
    case .ops: return state.bottomCount(.ops) > 0 ? [operationHeadings(state, width: inside.columns - 2)] : []
    case .random: return RandomLines.headings(state, glyphs, width: inside.columns - 2, height: inside.rows)
    case .variables, .stack, .report, .log, .why: return []
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

  /// What is said in the place of rows.
  package static func emptyText(_ state: AppState) -> String {
    switch state.tab {
    case .ops:
      let name = state.lookedAt?.name ?? "an endpoint"
      return state.isBusy ? "Recording…" : "The operations of \(name) were not recorded; s steps into it."
    case .log: return "Nothing has been logged."
    case .why: return WhyLines.emptyText(state)
    default: return ""
    }
  }

  /// The columns of each tab's title in the top edge; titles shrink to their first letters where room is short.
  package static func places(in rect: Rect) -> [(BottomTab, Range<Int>)] {
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
