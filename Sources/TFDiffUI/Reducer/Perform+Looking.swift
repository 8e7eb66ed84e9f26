import TFDiffDebugger

extension Perform {
  static func nextPane(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    state.focus = state.focus.moved(by: 1)
    return []
  }

  static func previousPane(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    state.focus = state.focus.moved(by: -1)
    return []
  }

  static func up(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    move(&state, rows: -1, columns: 0)
  }

  static func down(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    move(&state, rows: 1, columns: 0)
  }

  static func left(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if state.focus == .endpoints, state.openEndpoint == nil { return try fold(&state) }
    return move(&state, rows: 0, columns: -1)
  }

  static func right(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if state.focus == .endpoints, state.openEndpoint == nil { return try unfold(&state) }
    return move(&state, rows: 0, columns: 1)
  }

  static func pageUp(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    move(&state, rows: -state.pageHeight, columns: 0)
  }

  static func pageDown(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    move(&state, rows: state.pageHeight, columns: 0)
  }

  static func home(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if state.focus.isTensor {
      state.moveCellToEnd(-1)
    } else {
      _ = move(&state, rows: -state.listCount, columns: 0)
    }
    return []
  }

  static func end(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if state.focus.isTensor {
      state.moveCellToEnd(1)
    } else {
      _ = move(&state, rows: state.listCount, columns: 0)
    }
    return []
  }

  private static func move(_ state: inout AppState, rows: Int, columns: Int) -> [Effect] {
    switch state.focus {
    case .endpoints:
      moveInList(&state, by: rows)
    case .reference, .candidate:
      state.moveCell(rows: rows, columns: columns)
    case .difference:
      if state.shownFailure == nil { state.moveCell(rows: rows, columns: columns) } else { state.scrollFailure(rows) }
    case .bottom:
      if columns != 0 {
        let count = BottomTab.allCases.count
        state.tab = BottomTab(rawValue: (state.tab.rawValue - 1 + columns + count) % count + 1) ?? state.tab
        return [.saveSettings]
      }
      state.tabCursors[state.tab, default: ListCursor()].move(by: rows, count: state.bottomCount(state.tab))
    }
    return []
  }

  private static func moveInList(_ state: inout AppState, by rows: Int) {
    guard rows != 0 else { return }
    state.isFollowing = false
    state.listCursor.index = state.order.moved(state.listCursor.index, by: rows)
  }

  static func cannotInspect(_ state: AppState) -> Refusal? {
    switch state.focus {
    case .endpoints: state.subject?.shape == nil ? .nothingToInspect : nil
    case .reference, .candidate: cannotTrace(state)
    case .difference:
      state.canUnfoldFailure || state.subject?.comparison?.maxAbsPosition != nil ? nil : .nothingToInspect
    case .bottom: state.canInspectBottom ? nil : .nothingToInspect
    }
  }

  static func inspect(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    switch state.focus {
    case .endpoints: state.focus = .reference
    case .difference where state.canUnfoldFailure: state.unfoldFailure()
    case .difference:
      guard let position = state.subject?.comparison?.maxAbsPosition else { throw .nothingToInspect }
      state.goToCell(position)
    case .bottom: state.inspectBottom()
    case .reference, .candidate: return try trace(&state)
    }
    return []
  }

  static func zoom(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "zoom")
    state.isZoomed.toggle()
    if state.isZoomed { state.message = Message("z or Esc shows the other panes again", besideHints: true) }
    return []
  }

  static func close(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if state.isZoomed {
      state.isZoomed = false
    } else if let open = state.openEndpoint {
      state.openEndpoint = nil
      state.isFollowing = false
      state.endpointCursor.index = open
      state.focus = .endpoints
    } else {
      state.focus = .endpoints
    }
    return []
  }

  static func noDivergence(_ state: AppState) -> Refusal? {
    state.firstDivergence == nil && state.firstDifferenceInside == nil ? .noMismatch : nil
  }

  static func divergence(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "divergence")
    if let inside = state.firstDifferenceInside {
      state.isFollowing = false
      state.operationCursor.index = inside
      return []
    }
    guard let index = state.firstDivergence else { throw .noMismatch }
    look(at: index, &state)
    return []
  }

  static func goTo(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if arguments.isEmpty { throw .argumentNeeded("goto ENDPOINT") }
    look(at: try endpoint(named: arguments, in: state), &state)
    return []
  }

  static func list(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    state.focus = .endpoints
    state.openEndpoint = nil
    return arguments.isEmpty ? [] : try find(&state, arguments)
  }

  static func info(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if !arguments.isEmpty { look(at: try endpoint(named: arguments, in: state), &state) }
    state.tab = .ops
    state.focus = .bottom
    return []
  }

  static func show(
    _ tab: BottomTab, _ state: inout AppState, _ arguments: String
  ) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: tab.title.lowercased())
    state.focus = .bottom
    guard state.tab != tab else { return [] }
    state.tab = tab
    return [.saveSettings]
  }
}

extension AppState {
  fileprivate var canInspectBottom: Bool {
    switch interface.tab {
    case .ops: bottomCount(.ops) > 0
    case .variables: selectedVariable != nil
    case .stack: !foldsUnderCursor.isEmpty
    case .log: isOnChatter
    case .watch: watchUnderCursor != nil
    case .random, .report, .why, .attributes: false
    }
  }

  private var foldsUnderCursor: [CallStack] {
    let lines = StackLines.lines(self)
    let index = interface.tabCursors[.stack]?.index ?? 0
    return lines.indices.contains(index) ? lines[index].folds : []
  }

  /// From an operation to its tensors, from a variable to its stack, from folded frames to the frames.
  fileprivate mutating func inspectBottom() {
    switch interface.tab {
    case .ops:
      interface.isFollowing = false
      interface.openEndpoint = interface.openEndpoint ?? interface.endpointCursor.index
      interface.operationCursor.index = interface.tabCursors[.ops]?.index ?? 0
      interface.focus = .reference
    case .variables:
      interface.tab = .stack
      interface.tabCursors[.stack] = ListCursor()
    case .stack:
      let folds = foldsUnderCursor
      if folds.allSatisfy(interface.unfoldedStacks.contains) {
        interface.unfoldedStacks.subtract(folds)
      } else {
        interface.unfoldedStacks.formUnion(folds)
      }
    case .log: interface.showsChatter.toggle()
    case .watch: Perform.inspectWatch(&self)
    case .random, .report, .why, .attributes: break
    }
  }
}
