import TFDiffDebugger

extension AppState {
  /// Whether what is looked at has something after it that was recorded, so that stepping goes there before the run goes on.
  var goesForward: Bool {
    if interface.isFollowing { return false }
    if let open = interface.openEndpoint {
      return interface.operationCursor.index + 1 < debugger.endpoints[open].operations.count
    }
    return interface.endpointCursor.index + 1 < debugger.position
  }

  /// Goes to what was recorded next, and says where the next step runs.
  mutating func goForward() -> [Effect] {
    if interface.openEndpoint != nil {
      interface.operationCursor.index += 1
    } else {
      interface.endpointCursor.index += 1
      interface.isFollowing = interface.endpointCursor.index + 1 == debugger.position && !debugger.isInside
    }
    if !goesForward, Perform.cannotRun(self) == nil {
      interface.message = Message("The last that was recorded: n runs on from here", besideHints: true)
    }
    return []
  }
}
