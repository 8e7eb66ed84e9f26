import TFDiffDebugger

/// What the tabs at the bottom have besides their rows: titles, the lines above the rows, words where there are none.
package enum TabRows {
  /// The lines above the rows, which do not scroll.
  package static func headings(_ state: AppState, _ glyphs: Glyphs = .unicode) -> [[Piece]] {
    let inside = state.layout.bottomArea
    switch state.tab {
    case .ops: return state.bottomCount(.ops) > 0 ? [operationHeadings(state, width: inside.columns - 2)] : []
    case .random: return RandomLines.headings(state, glyphs, width: inside.columns - 2, height: inside.rows)
    case .variables, .stack, .report, .log, .why, .attributes, .watch: return []
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
    case .attributes: return "Nothing has been run here yet; s steps into an endpoint, to its operations."
    case .watch: return WatchLines.emptyText
    default: return ""
    }
  }

  /// A tab's title in the top edge, with the columns it has.
  package struct Place: Sendable, Hashable {
    package let tab: BottomTab
    package let title: String
    /// What says that something there differs.
    package let badge: String
    package let columns: Range<Int>
  }

  /// The tabs in the top edge. Where room is short, badges go first, and then titles shrink to their first letters.
  package static func places(_ state: AppState, in rect: Rect) -> [Place] {
    let all = BottomTab.allCases.map { (tab: $0, badge: badge($0, state)) }
    let titles = all.reduce(0) { $0 + $1.tab.title.count + 2 }
    let badges = all.reduce(0) { $0 + ($1.badge.isEmpty ? 0 : $1.badge.count + 1) }
    let (hasTitles, hasBadges) = (titles <= rect.columns - 2, titles + badges <= rect.columns - 2)
    let short = max((rect.columns - 3) / all.count, 0)
    var column = rect.column + 1
    return all.map { tab, badge in
      let shown = hasBadges ? badge : ""
      let width = hasTitles ? tab.title.count + 2 + (shown.isEmpty ? 0 : shown.count + 1) : short
      defer { column += width }
      return Place(tab: tab, title: tab.title, badge: shown, columns: column..<column + width)
    }
  }

  /// How many variables are wrong, and whether the random operations part.
  private static func badge(_ tab: BottomTab, _ state: AppState) -> String {
    switch tab {
    case .variables:
      let count = state.variables.count(where: \.isWrong)
      return count == 0 ? "" : "✗\(count)"
    case .random: return state.parting != nil || state.randoms.contains(where: \.isWrong) ? "✗" : ""
    case .stack, .ops, .report, .log, .why, .attributes, .watch: return ""
    }
  }

  static func tab(at column: Int, _ state: AppState, in rect: Rect) -> BottomTab? {
    places(state, in: rect).first { $0.columns.contains(column) }?.tab
  }
}
