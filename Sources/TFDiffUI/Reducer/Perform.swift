import TFDiffDebugger

/// What each command does to the state, and what it asks of the world; the table of commands refers to these.
package enum Perform {
  static func noArguments(_ arguments: String, of command: String) throws(Refusal) {
    if !arguments.isEmpty { throw .noArgumentTaken(command: command) }
  }

  /// The index of an endpoint by its name, or by an unambiguous beginning of it.
  static func endpoint(named name: String, in state: AppState) throws(Refusal) -> Int {
    let endpoints = state.debugger.endpoints
    if let index = endpoints.firstIndex(where: { $0.name == name }) { return index }
    let lowered = name.lowercased()
    let similar = endpoints.indices.filter { endpoints[$0].name.lowercased().hasPrefix(lowered) }
    if let only = similar.first, similar.count == 1 { return only }
    if let exact = similar.first(where: { endpoints[$0].name.lowercased() == lowered }) { return exact }
    throw .unknownEndpoint(name, nearest: NearestName.find(name, in: endpoints.map(\.name)))
  }

  /// Looks at an endpoint, away from the run unless the run is there.
  static func look(at index: Int, _ state: inout AppState) {
    state.openEndpoint = nil
    state.unfold(row: index)
    state.endpointCursor.index = index
    state.isFollowing = index == state.debugger.position - 1 && !state.debugger.isInside
  }
}
