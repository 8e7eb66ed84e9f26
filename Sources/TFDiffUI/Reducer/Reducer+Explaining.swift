import TFDiffDebugger

/// A divergence that has been explained without being asked: once in each run.
package struct Explained: Sendable, Hashable {
  package var run: Int
  package var endpoint: String
}

extension Perform {
  static func cannotExplain(_ state: AppState) -> Refusal? {
    if state.firstDivergence == nil, state.conclusion.verdict != .diverged { return .noMismatch }
    return state.isBusy && !state.isExplaining ? .running : nil
  }

  static func explain(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "why")
    state.tab = .why
    if state.isExplaining { return [] }
    state.isExplaining = true
    state.isAwaiting = true
    return [.run(.explain)]
  }
}

extension AppState {
  /// At a stop where the two sides part, and at the end of a run in which they did, the reason is looked for without being asked,
  /// where the target can make experiments.
  mutating func explainStop() -> [Effect] {
    guard debugger.target.canExplain, debugger.explanations.isEmpty, interface.overlay == nil,
      !interface.climb.isRunning,
      let index = firstDivergence
    else { return [] }
    switch debugger.phase {
    case .paused(.divergence), .finished: break
    case .ready, .running, .paused, .failed: return []
    }
    let explained = Explained(run: runID, endpoint: debugger.endpoints[index].name)
    if interface.explained == explained { return [] }
    interface.explained = explained
    interface.isExplaining = true
    interface.isAwaiting = true
    return [.run(.explain)]
  }

  /// The explaining is over, or has made way for a command of the person's.
  mutating func takeExplanation() -> [Effect] {
    interface.isExplaining = false
    if !debugger.explanations.isEmpty, interface.focus != .bottom { interface.tab = .why }
    guard let next = interface.afterExplaining else { return [] }
    interface.afterExplaining = nil
    interface.isAwaiting = true
    return [.run(next)]
  }

  /// Stops the explaining, and runs a command as soon as it has stopped.
  mutating func interrupt(for command: RunCommand) -> [Effect] {
    interface.afterExplaining = command
    return [.cancelRun]
  }
}
