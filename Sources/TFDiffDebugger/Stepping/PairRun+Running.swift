import TFDiffTensor

/// How far a command wants the runs to go.
enum RunGoal {
  /// Past the next endpoint; inside one, past the next operation.
  case step
  /// Past the endpoint the run is inside of.
  case out
  /// Past the row of this name.
  case past(String)
  case end
}

extension PairRun {
  /// Runs both sides in lockstep until the goal, a breakpoint, a failure or the end.
  mutating func run(_ goal: RunGoal, _ progress: Progress) {
    switch recorder.state.phase {
    case .finished, .failed: return
    case .ready, .running, .paused: break
    }
    do {
      let phase = try runToStop(goal, progress)
      recorder.state.phase = phase
    } catch {
      // Only a cancellation is thrown this far: every other error is recorded as its side's failure.
      recorder.state.phase = .paused(.cancelled)
    }
  }

  private mutating func runToStop(_ goal: RunGoal, _ progress: Progress) throws(CancellationError) -> Phase {
    while true {
      try checkpoint(progress)
      if recorder.state.isInside {
        if let phase = try runInside(goal, progress) { return phase }
      } else {
        if let reason = try passEndpoint(deliveringOperations: false, progress) { return .paused(reason) }
      }
      if recorder.state.isInside { continue }
      if let phase = phaseAfterEndpoint(goal) { return phase }
    }
  }

  /// Between endpoints and operations: takes in settings, and obeys a cancellation.
  private mutating func checkpoint(_ progress: Progress) throws(CancellationError) {
    takeSettings()
    if control.isCancelled { throw CancellationError() }
    recorder.state.phase = .running(wordsForProgress)
    progress(recorder.state)
  }

  private var wordsForProgress: String {
    let state = recorder.state
    guard state.position < state.endpoints.count else { return "running" }
    return "running \(state.endpoints[state.position].name)"
  }

  /// What to do once a round is complete: nil to go on.
  private mutating func phaseAfterEndpoint(_ goal: RunGoal) -> Phase? {
    // What was handed in on the way decides already whether this endpoint stops the run.
    takeSettings()
    let reason = recorder.stopReasonAfterEndpoints()
    if let failure = recorder.state.failure { return .failed(failure.side, message: failure.message) }
    if recorder.isOver { return .finished }
    if let reason { return .paused(reason) }
    switch goal {
    case .step, .out: return .paused(.step)
    case .past(let name):
      let hasPassed = recorder.indexByName[name].map { $0 < recorder.state.position } ?? false
      return hasPassed ? .paused(.reached(name)) : nil
    case .end: return nil
    }
  }

  /// Completes a round of lockstep: both sides stand at one endpoint, or one has ended and the other has arrived.
  ///
  /// - Returns: why the round was left half-way, to be completed by the next command; nil where it is complete.
  mutating func passEndpoint(
    deliveringOperations: Bool, _ progress: Progress
  ) throws(CancellationError) -> StopReason? {
    let start = round ?? recorder.arrivals
    round = start
    while let side = recorder.laggingSide(since: start) {
      try advance(side, .endpoint(deliveringOperations: deliveringOperations), progress)
      if let reason = recorder.stopReasonAfterCreations() { return reason }
    }
    // By now it is known which layers are compared, and none of them has been told of as passed.
    try measureNoise(progress)
    let passed = recorder.state.position
    recorder.settle()
    if !options.keepsRungs { recorder.state.forgetRungs(passedSince: passed) }
    recorder.leave()
    round = nil
    store.fit(&recorder.state)
    return nil
  }

  /// Advances a side and records what it tells; a failure of the run is recorded too.
  mutating func advance(_ side: Side, _ request: Advance, _ progress: Progress) throws(CancellationError) {
    var run = runs[side]
    defer { runs[side] = run }
    let stages = run.runtime == nil ? target.sides[side].stages : nil
    tell(stages?.first, of: side, progress)
    let outcome = try run.advance(request) { text in
      recorder.record(.log(text), from: side)
      progress(recorder.state)
      tell(stages?.next(text), of: side, progress)
    }
    if let runtime = run.runtime { recorder.state.target.runtimes[side] = runtime }
    for event in outcome.events { recorder.record(event, from: side) }
    if !options.keepsRungs { recorder.forgetLoneRung(of: side) }
    store.add(outcome.events)
    if let failure = outcome.failure { record(failure, of: side, hadOpened: run.runtime != nil) }
    if run.hasEnded { recorder.end(side) }
    store.fit(&recorder.state)
  }

  /// Says what a side does before its first endpoint.
  private mutating func tell(_ stage: String?, of side: Side, _ progress: Progress) {
    guard let stage else { return }
    recorder.state.phase = .running("\(stage) · \(side.rawValue)")
    progress(recorder.state)
  }

  private mutating func record(_ failure: any Error, of side: Side, hadOpened: Bool) {
    recorder.fail(
      side, message: String(describing: failure),
      isIncomparable: !hadOpened || failure is any IncomparableError,
      traceback: (failure as? any TracedError)?.traceback ?? .none)
  }

  /// Runs on until an endpoint has been passed; one that is passed already is only pointed at.
  mutating func until(_ index: Int, _ progress: Progress) {
    let state = recorder.state
    guard state.endpoints.indices.contains(index) else { return run(.end, progress) }
    let name = state.endpoints[index].name
    if index < state.position {
      if case .paused = state.phase { recorder.state.phase = .paused(.reached(name)) }
    } else {
      run(.past(name), progress)
    }
  }
}
