extension Perform {
  static func onlyMismatches(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "only-mismatches")
    state.listing.onlyMismatches.toggle()
    state.message = Message(
      state.listing.onlyMismatches ? "Mismatches only, and what the cursor is on" : "All rows")
    return []
  }

  static func byError(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "by-error")
    state.listing.isByError.toggle()
    state.message = Message(state.listing.isByError ? "The greatest error first" : "In the order in which they run")
    return []
  }
}
