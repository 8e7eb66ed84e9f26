import TFDiffDebugger

extension Perform {
  /// Steps typed ahead are kept up to this many.
  static let queueLimit = 32

  /// Running on is possible until the end; while the model runs, steps are typed ahead.
  static func cannotRun(_ state: AppState) -> Refusal? {
    switch state.debugger.phase {
    case .finished: .ended
    case .failed(let side, _): .failed(side)
    case .ready, .running, .paused: nil
    }
  }

  private static func send(_ command: RunCommand, _ state: inout AppState) throws(Refusal) -> [Effect] {
    state.isFollowing = true
    if state.isExplaining { return state.interrupt(for: command) }
    if state.isBusy { throw .running }
    state.isAwaiting = true
    state.climb.standsAt = nil
    return [.run(command)]
  }

  static func cannotStep(_ state: AppState) -> Refusal? { state.goesForward ? nil : cannotRun(state) }

  static func step(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "step")
    if state.goesForward { return state.goForward() }
    if !state.isBusy || state.isExplaining { return try send(.step, &state) }
    guard state.queue.count < queueLimit else { throw .running }
    state.queue.append(.step)
    return []
  }

  static func continueRun(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "continue")
    return try send(.continue, &state)
  }

  static func cannotRunUntil(_ state: AppState) -> Refusal? {
    if let refusal = cannotRun(state) { return refusal }
    let cursor = state.endpointCursor.index
    guard state.debugger.endpoints.indices.contains(cursor) else { return .noEndpoint }
    return cursor < state.debugger.position ? .alreadyPassed(state.debugger.endpoints[cursor].name) : nil
  }

  static func until(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    let named = arguments.isEmpty ? nil : try endpoint(named: arguments, in: state)
    let index = named ?? state.endpointCursor.index
    guard state.debugger.endpoints.indices.contains(index) else { throw .noEndpoint }
    guard index >= state.debugger.position else { throw .alreadyPassed(state.debugger.endpoints[index].name) }
    return try send(.until(endpoint: index), &state)
  }

  static func cannotSeed(_ state: AppState) -> Refusal? { state.isBusy ? .running : nil }

  static func operationSeed(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    guard !arguments.isEmpty else { throw .argumentNeeded("operation-seed N[@ENDPOINT[#CALL]]") }
    return [state.beginAnew(.operationSeed(arguments))]
  }

  static func restart(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "restart")
    // Whoever mended what failed, or changed what was run, wants to see what comes of it.
    let goesOn = state.runsAgainAtRestart
    state.queue = []
    state.openEndpoint = nil
    state.isFollowing = true
    state.isAwaiting = true
    state.climb.standsAt = nil
    state.hasShownParting = false
    state.isPropagating = false
    state.forgetFailure()
    return goesOn ? [.run(.restart), .run(.continue)] : [.run(.restart)]
  }

  /// What is said until what runs has stopped.
  static let stopping = "Stopping at the next operation…"

  static func cancel(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    guard state.isBusy else {
      state.overlay = .confirmQuit
      return []
    }
    state.queue = []
    state.message = Message(stopping)
    return [.cancelRun]
  }

  /// The endpoint that `s` steps into.
  static func intoTarget(_ state: AppState) -> Int {
    let cursor = state.endpointCursor.index
    let isAtDivergence =
      state.debugger.endpoints.indices.contains(cursor)
      && state.debugger.endpoints[cursor].status.isDivergence
    let hasNext = state.debugger.position < state.debugger.endpoints.count
    return state.isFollowing && hasNext && !isAtDivergence ? state.debugger.position : cursor
  }

  static func cannotStepInto(_ state: AppState) -> Refusal? {
    if state.debugger.comparesTraining { return .noOperations }
    let target = intoTarget(state)
    let endpoints = state.debugger.endpoints
    if target < state.debugger.position { return endpoints.indices.contains(target) ? nil : .noEndpoint }
    return cannotRun(state) ?? (endpoints.indices.contains(target) ? nil : .noEndpoint)
  }

  static func into(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if state.debugger.comparesTraining { throw .noOperations }
    if state.debugger.isInside, state.isFollowing, arguments.isEmpty { return try step(&state, "") }
    let target = arguments.isEmpty ? intoTarget(state) : try endpoint(named: arguments, in: state)
    if target >= state.debugger.position {
      if let refusal = cannotRun(state) { throw refusal }
      return try send(.into(endpoint: target), &state)
    }
    let endpoint = state.debugger.endpoints[target]
    let isRecorded = !endpoint.operations.isEmpty
    if !isRecorded, state.isBusy, !state.isExplaining { throw .running }
    state.isFollowing = false
    state.endpointCursor.index = target
    state.openEndpoint = target
    state.operationCursor = ListCursor(index: state.debugger.firstDifference(inside: endpoint) ?? 0)
    if isRecorded { return [] }
    state.landing = target
    if state.isExplaining { return state.interrupt(for: .into(endpoint: target)) }
    state.isAwaiting = true
    return [.run(.into(endpoint: target))]
  }

  static func cannotLeave(_ state: AppState) -> Refusal? {
    state.debugger.isInside || state.openEndpoint != nil ? nil : .notInside
  }

  static func out(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "out")
    if let open = state.openEndpoint, !(state.debugger.isInside && open == state.debugger.position) {
      state.openEndpoint = nil
      return []
    }
    guard state.debugger.isInside else { throw .notInside }
    return try send(.out, &state)
  }

  static func cannotGoBack(_ state: AppState) -> Refusal? {
    if state.openEndpoint != nil { return state.operationCursor.index > 0 ? nil : .nothingEarlier }
    if state.debugger.position == 0 { return .nothingRecorded }
    return state.endpointCursor.index > 0 ? nil : .nothingEarlier
  }

  static func back(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "back")
    state.isFollowing = false
    if state.openEndpoint != nil {
      state.operationCursor.index -= 1
    } else {
      state.endpointCursor.index = min(state.endpointCursor.index, state.debugger.position) - 1
    }
    return []
  }

  static func follow(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "follow")
    state.isFollowing = true
    state.follow()
    return []
  }
}
