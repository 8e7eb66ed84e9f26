extension Perform {
  static func find(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    guard arguments.isEmpty else {
      let start = state.searchCursor
      guard let index = match(arguments, in: state, from: start, after: 1, direction: 1) else {
        throw .notFound(arguments)
      }
      state.lastFind = arguments
      state.searchCursor = index
      return []
    }
    guard state.searchRows.count > 0 else { throw .nothingToSearch }
    state.overlay = .find(FindEditor(origin: state.searchCursor))
    return []
  }

  /// The row nearest to a start, or to what stands so many places after it, that contains a text, going round at the end.
  static func match(_ text: String, in state: AppState, from row: Int, after places: Int = 0, direction: Int) -> Int? {
    let rows = state.searchRows
    guard rows.count > 0, !text.isEmpty else { return nil }
    let needle = text.lowercased()
    let start = rows.position(of: row) + places
    for step in 0..<rows.count {
      let row = rows.row(at: ((start + direction * step) % rows.count + rows.count) % rows.count)
      if state.searchText(row).lowercased().contains(needle) { return row }
    }
    return nil
  }

  /// Takes the cursor to the first match at or after where it was.
  static func searched(_ state: inout AppState) {
    guard case .find(var editor) = state.overlay else { return }
    let index = match(editor.line.text, in: state, from: editor.origin, direction: 1)
    editor.found = index != nil || editor.line.text.isEmpty
    state.overlay = .find(editor)
    state.searchCursor = index ?? editor.origin
  }

  /// Takes the cursor to the match after (+1) or before (−1) the one it is on.
  static func searchOn(_ state: inout AppState, direction: Int) {
    guard case .find(let editor) = state.overlay else { return }
    let text = editor.line.text.isEmpty ? state.lastFind : editor.line.text
    guard
      let index = match(text, in: state, from: state.searchCursor, after: direction, direction: direction)
    else { return }
    state.searchCursor = index
  }
}

extension AppState {
  /// The rows that are searched: those of the focused list, else those of the list at the left.
  var searchRows: RowOrder { interface.focus == .bottom ? RowOrder(all: bottomCount(interface.tab)) : order }

  func searchText(_ index: Int) -> String {
    if interface.focus == .bottom { return bottomText(interface.tab, index) }
    if let open = interface.openEndpoint {
      let operation = debugger.endpoints[open].operations[index]
      let events = [operation.reference, operation.candidate].compactMap { $0 }
      return events.map { "\($0.type) \($0.name)" }.joined(separator: " ")
    }
    return debugger.endpoints[index].name
  }

  /// Which of the matches the cursor is on, and of how many, such as `2/5`; that there is none; nothing where nothing is typed.
  package func note(on editor: FindEditor) -> String {
    if editor.line.text.isEmpty { return "" }
    if !editor.found { return "not found" }
    let rows = searchRows
    let needle = editor.line.text.lowercased()
    let matches = (0..<rows.count).map(rows.row).filter { searchText($0).lowercased().contains(needle) }
    return "\((matches.firstIndex(of: searchCursor) ?? 0) + 1)/\(matches.count)"
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
      listCursor.index = newValue
    }
  }
}
