extension Perform {
  static func find(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    guard arguments.isEmpty else {
      let start = state.searchCursor
      guard let index = match(arguments, in: state, from: start + 1, direction: 1) else {
        throw .notFound(arguments)
      }
      state.lastFind = arguments
      state.searchCursor = index
      return []
    }
    guard state.searchCount > 0 else { throw .nothingToSearch }
    state.overlay = .find(FindEditor(origin: state.searchCursor))
    return []
  }

  /// The row nearest to a start that contains a text, going round at the end.
  static func match(_ text: String, in state: AppState, from start: Int, direction: Int) -> Int? {
    let count = state.searchCount
    guard count > 0, !text.isEmpty else { return nil }
    let needle = text.lowercased()
    for step in 0..<count {
      let index = ((start + direction * step) % count + count) % count
      if state.searchText(index).lowercased().contains(needle) { return index }
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
      let index = match(text, in: state, from: state.searchCursor + direction, direction: direction)
    else { return }
    state.searchCursor = index
  }
}

extension AppState {
  /// How many rows the list has that is searched: the focused one, else that of the endpoints.
  var searchCount: Int {
    if interface.focus == .bottom { return bottomCount(interface.tab) }
    if let open = interface.openEndpoint { return debugger.endpoints[open].operations.count }
    return debugger.endpoints.count
  }

  func searchText(_ index: Int) -> String {
    if interface.focus == .bottom { return bottomText(interface.tab, index) }
    if let open = interface.openEndpoint {
      let operation = debugger.endpoints[open].operations[index]
      let events = [operation.reference, operation.candidate].compactMap { $0 }
      return events.map { "\($0.type) \($0.name)" }.joined(separator: " ")
    }
    return debugger.endpoints[index].name
  }

  var searchCursor: Int {
    get {
      if interface.focus == .bottom { return interface.tabCursors[interface.tab]?.index ?? 0 }
      return interface.openEndpoint == nil ? interface.endpointCursor.index : interface.operationCursor.index
    }
    set {
      if interface.focus == .bottom {
        interface.tabCursors[interface.tab, default: ListCursor()].index = newValue
        return
      }
      if newValue != searchCursor { interface.isFollowing = false }
      if interface.openEndpoint == nil {
        interface.endpointCursor.index = newValue
      } else {
        interface.operationCursor.index = newValue
      }
    }
  }
}
