import TFDiffDebugger

extension Perform {
  static func breakpoint(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if arguments.isEmpty { return try toggleAtCursor(&state) }
    return try add(arguments, isTemporary: false, &state)
  }

  static func temporaryBreakpoint(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try add(arguments.isEmpty ? try nameAtCursor(state) : arguments, isTemporary: true, &state)
  }

  private static func add(
    _ text: String, isTemporary: Bool, _ state: inout AppState
  ) throws(Refusal) -> [Effect] {
    let condition: Breakpoint.Condition
    do throws(ErrorBoundFault) {
      condition = try Breakpoint.Condition(parsing: text)
    } catch {
      throw .badCondition("\(error)")
    }
    let effects = add(condition, isTemporary: isTemporary, &state)
    if condition.kind.names == .rows, let glob = condition.glob { state.warn(ofBreakpointOn: glob) }
    return effects
  }

  static func ignoreHits(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    let words = arguments.split(separator: " ").map(String.init)
    guard words.count == 2 else { throw .argumentNeeded("ignore N COUNT: a breakpoint's number, and how many hits") }
    guard let count = Int(words[1]), count >= 0 else { throw .notANumber(words[1], needed: "a number of hits") }
    let ids = try breakpoints(words[0], state)
    state.message = Message(
      "Does not stop at the next \(count == 1 ? "hit" : "\(count) hits") of breakpoint \(words[0])")
    return ids.map { .set(.ignoreHits(id: $0, count: count)) }
  }

  private static func add(
    _ condition: Breakpoint.Condition, isTemporary: Bool = false, _ state: inout AppState
  ) -> [Effect] {
    if let same = state.choices.breakpoints.first(where: { $0.condition == condition }) {
      state.message = Message("Breakpoint \(same.id) is already set on \(condition.words)")
      return same.isEnabled ? [] : [.set(.setBreakpoint(id: same.id, enabled: true)), .saveSettings]
    }
    state.message = Message("\(isTemporary ? "Temporary breakpoint" : "Breakpoint") set on \(condition.words)")
    return [.set(.addBreakpoint(condition, isTemporary: isTemporary)), .saveSettings]
  }

  /// The name of the endpoint or the operation that the cursor is on.
  private static func nameAtCursor(_ state: AppState) throws(Refusal) -> String {
    if state.openEndpoint != nil {
      guard let operation = state.operationLookedAt else { throw .noEndpoint }
      return operation.candidate?.name ?? operation.reference?.name ?? ""
    }
    guard let endpoint = state.lookedAt else { throw .noEndpoint }
    return endpoint.name
  }

  private static func toggleAtCursor(_ state: inout AppState) throws(Refusal) -> [Effect] {
    let name = try nameAtCursor(state)
    let condition = Breakpoint.Condition.name(glob: name)
    guard let same = state.choices.breakpoints.first(where: { $0.condition == condition }) else {
      return add(condition, &state)
    }
    state.message = Message("Breakpoint \(same.id) on \(name) deleted")
    return [.set(.deleteBreakpoint(id: same.id)), .saveSettings]
  }

  static func listBreakpoints(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "breakpoints")
    state.overlay = .breakpoints(ListCursor())
    return []
  }

  private static func breakpoints(_ arguments: String, _ state: AppState) throws(Refusal) -> [Int] {
    let known = state.choices.breakpoints.map(\.id)
    if arguments.isEmpty { throw .argumentNeeded("the number of a breakpoint, or all") }
    if arguments == "all" { return known }
    guard let id = Int(arguments), known.contains(id) else {
      throw .unknownBreakpoint(arguments, known: known)
    }
    return [id]
  }

  static func delete(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try breakpoints(arguments, state).map { .set(.deleteBreakpoint(id: $0)) } + [.saveSettings]
  }

  static func disable(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try breakpoints(arguments, state).map { .set(.setBreakpoint(id: $0, enabled: false)) } + [
      .saveSettings
    ]
  }

  static func enable(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try breakpoints(arguments, state).map { .set(.setBreakpoint(id: $0, enabled: true)) } + [
      .saveSettings
    ]
  }

  static func noBreakpoints(_ state: AppState) -> Refusal? { listed(state) == nil ? .noBreakpoint : nil }

  private static func listed(_ state: AppState) -> Breakpoint? {
    guard case .breakpoints(let cursor) = state.overlay else { return nil }
    let all = state.choices.breakpoints
    return all.indices.contains(cursor.index) ? all[cursor.index] : nil
  }

  static func toggleListed(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    guard let breakpoint = listed(state) else { throw .noBreakpoint }
    return [.set(.setBreakpoint(id: breakpoint.id, enabled: !breakpoint.isEnabled)), .saveSettings]
  }

  static func deleteListed(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    guard let breakpoint = listed(state) else { throw .noBreakpoint }
    return [.set(.deleteBreakpoint(id: breakpoint.id)), .saveSettings]
  }

  static func addListed(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    state.overlay = .command(LineEditor("break "))
    return []
  }

  static func moveInBreakpoints(_ state: inout AppState, by rows: Int) -> [Effect] {
    guard case .breakpoints(var cursor) = state.overlay else { return [] }
    cursor.move(by: rows, count: state.choices.breakpoints.count)
    state.overlay = .breakpoints(cursor)
    return []
  }
}

extension AppState {
  /// Says of a breakpoint's glob that nothing has such a name, where that is so.
  public mutating func warn(ofBreakpointOn glob: String) {
    let names = debugger.endpoints.map(\.name)
    if names.contains(where: Glob(glob).matches) { return }
    let nearest = NearestName.find(glob, in: names).map { "; did you mean ‘\($0)’?" } ?? ""
    interface.message = Message(
      "Breakpoint set on \(glob); no endpoint known so far has that name" + nearest, kind: .warning)
  }
}
