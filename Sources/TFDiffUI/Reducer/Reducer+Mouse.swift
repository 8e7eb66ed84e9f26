import TFDiffDebugger

extension AppState {
  mutating func receive(_ event: MouseEvent) -> [Effect] {
    if layout.isTooSmall { return [] }
    switch event.kind {
    case .scrollUp: return scroll(-3, at: event.location)
    case .scrollDown: return scroll(3, at: event.location)
    case .press: return press(event.location, twice: false)
    case .doublePress: return press(event.location, twice: true)
    case .release, .drag: return []
    }
  }

  private mutating func scroll(_ rows: Int, at point: Point) -> [Effect] {
    switch interface.overlay {
    case .help: return Perform.scrollHelp(&self, by: rows)
    case .breakpoints: return Perform.moveInBreakpoints(&self, by: rows.signum())
    case .ladder: return Perform.moveInLadder(&self, by: rows.signum())
    case .some: return []
    case nil: break
    }
    guard let (pane, _) = layout.pane(at: point) else { return [] }
    let before = interface.focus
    interface.focus = pane
    let command = CommandTable.byName[rows < 0 ? "up" : "down"]
    for _ in 0..<abs(rows) { if let command { _ = run(command, arguments: "") } }
    interface.focus = layout.panes[before] == nil ? pane : before
    return []
  }

  private mutating func press(_ point: Point, twice: Bool) -> [Effect] {
    // The hints stand where the message leaves room for them.
    let hint = HintLine.hint(at: point, state: self)
    interface.message = nil
    past.isFresh = false
    if let hint { return run(hint, arguments: "") }
    guard interface.overlay == nil, let (pane, rect) = layout.pane(at: point) else { return [] }
    let wasFocused = interface.focus == pane
    interface.focus = pane
    let row = point.row - rect.row - 1
    switch pane {
    case .endpoints:
      let place = place
      pressList(row: row, height: rect.rows - 2)
      if let place, self.place != place { past.places.leave(place) }
    case .reference, .candidate: pressCell(at: point, in: rect)
    case .difference: break
    case .bottom:
      if point.row == rect.row {
        return TabRows.tab(at: point.column, self, in: rect).map { pressTab($0) } ?? []
      }
      pressBottom(row: row)
    }
    guard twice, wasFocused, let inspect = CommandTable.byName["inspect"], inspect.refusal(self) == nil else {
      return []
    }
    return run(inspect, arguments: "")
  }

  private mutating func pressTab(_ tab: BottomTab) -> [Effect] {
    guard interface.tab != tab else { return [] }
    interface.tab = tab
    return [.saveSettings]
  }

  private mutating func pressList(row: Int, height: Int) {
    guard row >= 0, row < height else { return }
    interface.isFollowing = false
    let order = order
    let place = listCursor.offset + row
    if place < order.count { listCursor.index = order.row(at: place) }
  }

  private mutating func pressBottom(row: Int) {
    let headings = TabRows.headings(self).count
    guard row >= headings else { return }
    let index = (interface.tabCursors[interface.tab]?.offset ?? 0) + row - headings
    guard index < bottomCount(interface.tab) else { return }
    interface.tabCursors[interface.tab, default: ListCursor()].index = index
  }
}
