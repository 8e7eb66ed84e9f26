import TFDiffTensor

extension PairRun {
  /// Records the operations of the first endpoint that diverges, so that the first one that differs is known.
  mutating func locateDivergence(_ progress: Progress) {
    guard let index = recorder.state.firstDivergence, recorder.state.endpoints[index].operations.isEmpty,
      // A training step is told rung by rung, not by its operations.
      recorder.state.endpoints[index].rung == nil
    else {
      return
    }
    let phase = recorder.state.phase
    recordOperations(at: index, progress)
    // Nobody asked to go there: the runs stand where they stood, and for the same reason.
    if case .paused(.reached) = recorder.state.phase { recorder.state.phase = phase }
  }

  /// Runs each side again, from the same initial state, to an endpoint that has been passed, and records the
  /// operations on the way to it. Nothing else that is recorded changes, but the log, where the sources say something of
  /// them. One side at a time, so that no more than one more model is held in memory.
  ///
  /// - Parameter tellsOperands: whether the values that operations take are recorded too.
  mutating func recordOperations(at index: Int, tellsOperands: Bool = false, _ progress: Progress) {
    let name = recorder.state.endpoints[index].name
    let phase = recorder.state.phase
    recorder.state.phase = .running("running again into \(name)")
    progress(recorder.state)
    do {
      var operations = SidePair<[OperationEvent]>(reference: [], candidate: [])
      for side in Side.allCases {
        let span = try span(to: index, of: side, tellsOperands ? .operands : .endpoint(deliveringOperations: true))
        operations[side] = span.operations
        // What is said of the operations is news; what the run itself says has been told.
        let known = Set(recorder.state.log.filter { $0.side == side }.map(\.text))
        for text in span.log where !known.contains(text) { recorder.record(.log(text), from: side) }
      }
      recorder.state.endpoints[index].insideError = nil
      recorder.recordSpan(operations, at: index)
      store.add((operations.reference + operations.candidate).map { .operation($0) })
      recorder.state.phase = phase.isPaused ? .paused(.reached(name)) : phase
      store.fit(&recorder.state, focus: index)
    } catch is CancellationError {
      recorder.state.phase = phase.isPaused ? .paused(.cancelled) : phase
    } catch {
      recorder.state.endpoints[index].insideError = String(describing: error)
      refuse(.cannotRunAgain(into: name, reason: "\(error)"))
      recorder.state.phase = phase
    }
  }

  /// - Throws: `CancellationError`, and what goes wrong before the endpoint's span; inside it only what did not go
  ///   wrong the first time.
  private func span(to index: Int, of side: Side, _ request: Advance) throws -> Span {
    let row = recorder.state.endpoints[index]
    let reached = recorder.runs[side].reached
    let failedHere =
      recorder.runs[side].hasFailed && recorder.state.failure?.side == side
      && recorder.state.failure?.endpoint == row.name
    guard let place = reached.firstIndex(of: row.name) ?? (failedHere ? reached.count : nil) else {
      return Span()
    }
    var run = SideRun(side: side, target: target, control: control)
    try run.connect()
    try run.skip(endpoints: place)
    var span = Span()
    // An advance may return at a variable's creation, with more operations to come.
    while !span.hasArrived, !run.hasEnded {
      let outcome = try run.advance(request) { span.log.append($0) }
      if let failure = outcome.failure, !failedHere { throw failure }
      span.add(outcome.events)
    }
    return span
  }

  /// The operations on the way to an endpoint, and what the source says on it.
  private struct Span {
    var operations: [OperationEvent] = []
    var log: [String] = []
    var hasArrived = false

    mutating func add(_ events: [TraceEvent]) {
      for event in events {
        switch event {
        case .operation(let operation): operations.append(operation)
        case .endpoint: hasArrived = true
        case .free, .variable, .initialValue, .update, .random, .unpaired, .tentative, .log, .finished: break
        }
      }
    }
  }
}

extension Phase {
  var isPaused: Bool {
    if case .paused = self { true } else { false }
  }
}
