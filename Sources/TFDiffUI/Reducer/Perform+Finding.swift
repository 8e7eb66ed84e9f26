extension Perform {
  static func find(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if !arguments.isEmpty {
      try find(arguments, &state)
      return []
    }
    guard state.searchRows.count > 0 else { throw .nothingToSearch }
    state.search = nil
    state.overlay = .find(FindEditor(origin: state.searchCursor, place: state.place))
    return []
  }

  /// Goes to the next match of a text, and leaves the matches to be walked through.
  private static func find(_ text: String, _ state: inout AppState) throws(Refusal) {
    let search = state.textSearch(for: text)
    guard let row = search.best ?? match(of: search, in: state, after: state.searchCursor, direction: 1) else {
      throw .notFound(text)
    }
    state.lastFind = text
    state.search = search
    state.searchCursor = row
  }

  /// The nearest match after a row (+1), or before it (−1), going round at the ends; the row itself comes last, or where
  /// asked for first.
  private static func match(
    of search: TextSearch, in state: AppState, after row: Int, direction: Int, takesRow: Bool = false
  ) -> Int? {
    let rows = state.searchRows
    guard rows.count > 0, !search.rows.isEmpty else { return nil }
    let start = rows.position(of: row)
    let isAtRow = rows.row(at: start) == row
    for step in 0...rows.count {
      // What is not shown itself stands before the row in its place.
      let shift = step + (takesRow || (!isAtRow && direction > 0) ? 0 : 1)
      let found = rows.row(at: ((start + direction * shift) % rows.count + rows.count) % rows.count)
      if search.rows.contains(found) { return found }
    }
    return nil
  }

  /// Takes the cursor to the match that is best, or the first at or after where it was.
  static func searched(_ state: inout AppState) {
    guard case .find(var editor) = state.overlay else { return }
    let search = editor.line.text.isEmpty ? nil : state.textSearch(for: editor.line.text)
    let row = search.flatMap {
      $0.best ?? match(of: $0, in: state, after: editor.origin, direction: 1, takesRow: true)
    }
    editor.found = row != nil || search == nil
    state.overlay = .find(editor)
    state.search = row == nil ? nil : search
    state.searchCursor = row ?? editor.origin
  }

  /// Takes the cursor to the match after (+1) or before (−1) the one it is on, while the text is typed.
  static func searchOn(_ state: inout AppState, direction: Int) {
    guard case .find(let editor) = state.overlay else { return }
    if editor.line.text.isEmpty, !state.lastFind.isEmpty { state.search = state.textSearch(for: state.lastFind) }
    _ = goToMatch(&state, direction: direction)
  }

  /// Keeps what was found, or says that nothing was; without a text goes on with the last one.
  static func acceptFind(_ editor: FindEditor, _ state: inout AppState) throws(Refusal) -> [Effect] {
    let text = editor.line.text
    state.overlay = nil
    if text.isEmpty {
      if state.search == nil, !state.lastFind.isEmpty { try find(state.lastFind, &state) }
      return []
    }
    state.lastFind = text
    if !editor.found { throw .notFound(text) }
    if state.searchCursor != editor.origin, let place = editor.place { state.past.places.leave(place) }
    return []
  }

  static func noMatch(_ state: AppState) -> Refusal? { state.search == nil ? .nothingFoundBefore : nil }

  static func nextMatch(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    goToMatch(&state, direction: 1)
  }

  static func previousMatch(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    goToMatch(&state, direction: -1)
  }

  private static func goToMatch(_ state: inout AppState, direction: Int) -> [Effect] {
    guard let search = state.search else { return [] }
    if let row = match(of: search, in: state, after: state.searchCursor, direction: direction) {
      state.searchCursor = row
    }
    return []
  }

  static func endFind(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    state.search = nil
    return []
  }
}

extension AppState {
  /// The rows that are searched: those of the focused list, else those of the list at the left, also where they are folded.
  var searchRows: RowOrder {
    if interface.focus == .bottom { return RowOrder(all: bottomCount(interface.tab)) }
    return interface.listing.folded.isEmpty ? order : unfoldedOrder
  }

  /// Which of the matches the cursor is on, and of how many, such as `2/5`; that there is none; nothing where nothing is typed.
  package func note(on editor: FindEditor) -> String {
    if !editor.found { return "not found" }
    return interface.search.map(count) ?? ""
  }

  var searchCursor: Int {
    get {
      if interface.focus == .bottom { return interface.tabCursors[interface.tab]?.index ?? 0 }
      return listCursor.index
    }
    set {
      if interface.focus == .bottom {
        interface.tabCursors[interface.tab, default: ListCursor()].index = newValue
        return
      }
      if newValue != searchCursor { interface.isFollowing = false }
      if interface.openEndpoint == nil { unfold(row: newValue) }
      listCursor.index = newValue
    }
  }
}
