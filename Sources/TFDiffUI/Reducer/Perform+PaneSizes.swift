extension Perform {
  /// Whether there are other panes whose room can be taken or given.
  static func hasOneSize(_ state: AppState) -> Refusal? { state.layout.isResizable(state.focus) ? nil : .oneSize }

  static func resize(_ state: inout AppState, by direction: Int) throws(Refusal) -> [Effect] {
    if let refusal = hasOneSize(state) { throw refusal }
    let (sizes, panes) = (state.paneSizes, state.layout.panes)
    state.paneSizes = sizes.changed(state.focus, by: direction)
    guard state.layout.panes == panes else { return [.saveSettings] }
    state.paneSizes = sizes
    throw .noRoom
  }

  static func usualSizes(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "usual-sizes")
    state.paneSizes = PaneSizes()
    return [.saveSettings]
  }
}
