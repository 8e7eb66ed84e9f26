import TFDiffDebugger

/// What a person looked at: an endpoint, or an operation inside it.
package struct Place: Sendable, Hashable {
  /// By name, since rows may come before it.
  package let endpoint: String
  /// Nil for the endpoint itself.
  package let operation: Int?
}

extension AppState {
  /// What is looked at; nil where there is nothing.
  package var place: Place? {
    lookedAt.map {
      Place(endpoint: $0.name, operation: interface.openEndpoint == nil ? nil : interface.operationCursor.index)
    }
  }

  /// Keeps where a person was before a command that took them far, or back to the run.
  mutating func remember(_ before: Place?, after command: Command, wasFollowing: Bool) {
    guard let before, !command.goesThroughPlaces else { return }
    let runsOn = !wasFollowing && interface.isFollowing && place == before
    guard runsOn || (command.leaps && place != before) else { return }
    past.places.leave(before)
  }

  /// Looks at a place again.
  ///
  /// - Returns: whether it is still there.
  mutating func goBack(to place: Place) -> Bool {
    guard let index = debugger.endpoints.firstIndex(where: { $0.name == place.endpoint }) else { return false }
    Perform.look(at: index, &self)
    if let operation = place.operation, debugger.endpoints[index].operations.indices.contains(operation) {
      interface.isFollowing = false
      interface.openEndpoint = index
      interface.operationCursor.index = operation
    }
    return true
  }
}

extension Command {
  /// Those that go from row to row leave no place behind.
  private static let near: Set = ["up", "down", "left", "right", "page-up", "page-down", "step", "back"]

  fileprivate var goesThroughPlaces: Bool { ["older-place", "newer-place"].contains(name) }

  /// Whether it takes a person far from what they look at.
  fileprivate var leaps: Bool { [.main, .found].contains(context) && !Self.near.contains(name) }
}
