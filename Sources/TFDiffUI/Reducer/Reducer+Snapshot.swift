import TFDiffDebugger

extension AppState {
  mutating func receive(_ snapshot: DebuggerState, runID: Int) -> [Effect] {
    guard runID >= self.runID else { return [] }
    let before = debugger.phase
    let isNewRun = runID > self.runID
    let hasEnded = debugger.isOver != snapshot.isOver || debugger.failure != snapshot.failure
    let hasNewVariables =
      hasEnded || debugger.variables != snapshot.variables
      || debugger.target.checkpoint != snapshot.target.checkpoint
    let hasNewRandoms = hasEnded || debugger.randomOperations != snapshot.randomOperations
    self.runID = runID
    let selected = selectedVariable
    debugger = snapshot
    if choices.areThose(of: snapshot) { isSetting = false }
    if !isSetting { choices = Choices(snapshot) }
    if hasNewVariables { takeVariables(selected: selected) }
    if hasNewRandoms {
      interface.randoms = RandomRow.pair(snapshot.randomOperations, isOver: snapshot.isOver)
      interface.parting = snapshot.randomParting
    }
    if isNewRun, let open = interface.openEndpoint, open >= snapshot.position, !snapshot.isInside {
      interface.openEndpoint = nil
    }
    follow()
    if case .running = snapshot.phase { return [] }
    landInside()
    interface.isAwaiting = false
    interface.work = nil
    if interface.isExplaining { return takeExplanation() }
    if interface.isPropagating {
      takePropagation()
      if let words = snapshot.reply.words { interface.message = Message(words, kind: .warning) }
      return []
    }
    if snapshot.phase != before, snapshot.phase != .ready {
      announce(snapshot.phase)
    } else if interface.message?.text == Perform.stopping {
      // It was stopped before it began.
      announce(.paused(.cancelled))
    } else if let words = snapshot.reply.words {
      // A command that ran nothing has only this to show for it.
      interface.message = Message(words)
    }
    ladderStopped()
    let queued = sendQueued()
    return queued.isEmpty ? explainStop() : queued
  }

  /// Sends the next step typed ahead; a stop for another reason than a step drops them.
  private mutating func sendQueued() -> [Effect] {
    guard let next = interface.queue.first else { return [] }
    switch debugger.phase {
    case .paused(.step), .paused(.reached):
      interface.queue.removeFirst()
      interface.isAwaiting = true
      return [.run(next)]
    default:
      interface.queue = []
      return []
    }
  }

  private mutating func announce(_ phase: Phase) {
    switch phase {
    case .paused(.breakpoint(let id, let name)):
      interface.message = Message("Breakpoint \(id) at \(name)", besideHints: true)
      showCreation(atBreakpoint: id, name)
    case .paused(.divergence(let endpoint)):
      interface.message = Message("\(endpoint) diverges", kind: .warning, besideHints: true)
    case .paused(.creation(let variable, let call)):
      interface.message = Message(
        "\(debugger.target.runtimes.candidate) created \(variable) on call \(call) instead of reusing one; c goes on",
        kind: .warning)
      showCreation(of: variable, call: call)
    case .paused(.cancelled): interface.message = Message("Stopped")
    case .failed(let side, _):
      interface.message = Message("The \(side.rawValue) failed", kind: .error, besideHints: true)
      showFailure()
    case .finished: interface.message = Message(VerdictText.headline(self).capitalizedFirst, besideHints: true)
    case .ready, .running, .paused(.step), .paused(.reached): break
    }
  }
}
