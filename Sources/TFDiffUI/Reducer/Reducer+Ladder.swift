import TFDiffDebugger

extension AppState {
  /// The step under the cursor of the ladder.
  var chosenStep: LadderRow? {
    guard case .ladder(let view) = interface.overlay, debugger.ladder.indices.contains(view.selected) else {
      return nil
    }
    return debugger.ladder[view.selected]
  }

  /// Shows the ladder, and climbs it where that has not been done or all of it is asked for.
  mutating func openLadder(keepsGoing: Bool) -> [Effect] {
    let failing = debugger.ladder.firstIndex { $0.verdict.isFailure }
    interface.overlay = .ladder(LadderView(selected: failing ?? runningStep ?? 0))
    return !isBusy && (keepsGoing || debugger.ladder.isEmpty) ? startClimb(keepsGoing: keepsGoing) : []
  }

  mutating func startClimb(keepsGoing: Bool) -> [Effect] {
    interface.climb = Climb(isRunning: true, keepsGoing: keepsGoing)
    return [beginAnew(.ladder(keepsGoing: keepsGoing))]
  }

  /// Runs what a step runs.
  mutating func open(_ step: LadderStep) -> [Effect] {
    interface.climb.opening = step
    return [beginAnew(.openStep(step))]
  }

  /// Sends a command that puts other runs in the place of those that are looked at.
  mutating func beginAnew(_ command: RunCommand) -> Effect {
    interface.queue = []
    interface.isFollowing = true
    interface.isAwaiting = true
    interface.climb.standsAt = nil
    interface.hasShownParting = false
    forgetFailure()
    return .run(command)
  }

  /// Forgets where a person was in the runs before.
  private mutating func lookAnew() {
    interface.views = [:]
    interface.openEndpoint = nil
    interface.isFollowing = true
    follow()
  }

  /// Takes in that the run has stopped, where the ladder or one of its steps was run.
  mutating func ladderStopped() {
    if let step = interface.climb.opening {
      interface.climb.opening = nil
      lookAnew()
      showOutcome(of: step)
    }
    guard interface.climb.isRunning else { return }
    interface.climb.isRunning = false
    let failing = debugger.ladder.firstIndex { $0.verdict.isFailure }
    if case .ladder(let view) = interface.overlay {
      // The ladder says it all itself.
      interface.message = nil
      interface.overlay = .ladder(failing.map { LadderView(selected: $0) } ?? view)
    } else {
      interface.message = ladderMessage
    }
    guard let failing, debugger.phase != .paused(.cancelled) else { return }
    let step = debugger.ladder[failing].step
    interface.climb.standsAt = step
    lookAnew()
    showOutcome(of: step)
  }

  private var ladderMessage: Message {
    if debugger.ladder.isEmpty {
      return Message("\(debugger.target.name) has no ladder; n, s and c compare the run it has", kind: .warning)
    }
    guard let failing = failingStep else {
      let isStopped = debugger.ladder.contains { $0.verdict == .notRun }
      return Message(isStopped ? "The ladder was stopped" : "No step of the ladder failed")
    }
    let words = failing.verdict == .failed ? "failed" : "could not be judged"
    return Message("Step \(failing.step.rawValue) \(words): \(relative(failing.detail))", kind: .warning)
  }

  /// Looks at what a step's runs come to: where their variables, their random operations or their endpoints part.
  mutating func showOutcome(of step: LadderStep) {
    let comparison = debugger.variablesComparison
    switch step {
    case .variablesOnce where !comparison.unexpectedCreations.isEmpty:
      let first = comparison.unexpectedCreations[0].first
      showCreation(of: first.name, call: first.call)
    case .variableKinds where !comparison.isComplete: showTab(.variables)
    case .alignedRandomness where interface.parting != nil:
      lookAtDivergence()
      interface.hasShownParting = false
      showTab(.random)
    default: lookAtDivergence()
    }
  }

  private mutating func lookAtDivergence() {
    guard let index = firstDivergence else { return }
    interface.focus = .endpoints
    Perform.look(at: index, &self)
  }

  private mutating func showTab(_ tab: BottomTab) {
    interface.tab = tab
    interface.focus = .bottom
  }
}
