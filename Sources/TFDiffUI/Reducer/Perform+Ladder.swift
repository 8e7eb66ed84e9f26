import TFDiffDebugger

extension Perform {
  static func cannotClimbAgain(_ state: AppState) -> Refusal? {
    if state.isBusy { return .running }
    return state.debugger.ladder.isEmpty ? .noLadder(state.debugger.target.name) : nil
  }

  /// The ladder can be looked at while it is climbed, but not be begun while something else runs.
  static func cannotClimb(_ state: AppState) -> Refusal? {
    state.isBusy && state.debugger.ladder.isEmpty && !state.climb.isRunning ? .running : nil
  }

  static func ladder(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    guard ["", "all"].contains(arguments) else { throw .notInLadder(arguments) }
    if arguments == "all", state.isBusy { throw .running }
    if let refusal = cannotClimb(state) { throw refusal }
    return state.openLadder(keepsGoing: arguments == "all")
  }

  static func climbAgain(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    state.startClimb(keepsGoing: state.climb.keepsGoing)
  }

  static func stopLadder(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if state.isBusy { return try cancel(&state, "") }
    state.overlay = nil
    return []
  }

  static func cannotOpenStep(_ state: AppState) -> Refusal? {
    if state.isBusy { return .running }
    guard let row = state.chosenStep else { return .noStep }
    return row.verdict == .skipped ? .skipped(row.step, reason: row.detail) : nil
  }

  static func openStep(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    guard let row = state.chosenStep else { throw .noStep }
    state.overlay = nil
    // Its runs are here already: running them again would take the time for the same.
    if state.climb.standsAt == row.step {
      state.showOutcome(of: row.step)
      return []
    }
    return state.open(row.step)
  }

  /// Moves to another step; within one that is longer than the window, by a line.
  static func moveInLadder(_ state: inout AppState, by direction: Int) -> [Effect] {
    guard case .ladder(var view) = state.overlay else { return [] }
    let lines = LadderLines.steps(state, width: state.layout.overlayWidth)
    guard let block = LadderLines.block(of: view.selected, in: lines) else { return [] }
    let end = view.offset + LadderLines.height(in: state.layout)
    if direction > 0 ? block.upperBound > end : block.lowerBound < view.offset {
      view.offset += direction
    } else {
      view.selected += direction
    }
    state.overlay = .ladder(view)
    return []
  }
}
