import TFDiffDebugger

extension Perform {
  static func cannotPropagate(_ state: AppState) -> Refusal? {
    if let reason = state.debugger.target.resyncObstacle { return .noResync(reason) }
    return state.isBusy && !state.isExplaining && !state.isPropagating ? .running : nil
  }

  static func propagate(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "propagation")
    state.tab = .why
    if state.isPropagating { return [] }
    state.isPropagating = true
    if state.isExplaining { return state.interrupt(for: .propagate) }
    state.isAwaiting = true
    return [.run(.propagate)]
  }
}

extension AppState {
  /// What each layer adds has been found out, or not: shows it from its first line on.
  mutating func takePropagation() {
    interface.isPropagating = false
    guard let propagation = debugger.propagation else { return }
    interface.tab = .why
    let first = WhyLines.firstOfPropagation(self, width: layout.bottomArea.columns - 2)
    interface.tabCursors[.why] = ListCursor(index: first, offset: first)
    interface.message = Message(propagation.verdict, kind: propagation.origin == nil ? .information : .warning)
  }
}
