import TFDiffTensor

extension PairRun {
  /// Goes into an endpoint: runs up to it and executes its first operation; or, where it has been passed, runs
  /// both sides again to record its operations.
  mutating func into(_ index: Int, _ progress: Progress) {
    if recorder.state.comparesTraining {
      let rows = recorder.state.endpoints
      return refuse(.noOperations(rung: rows.indices.contains(index) ? rows[index].name : "a rung"))
    }
    if index < recorder.state.position { return recordOperations(at: index, progress) }
    if index > recorder.state.position {
      guard index < recorder.state.endpoints.count else {
        return refuse(.noEndpoint(index: index, known: recorder.state.endpoints.count))
      }
      until(index - 1, progress)
      guard case .paused(.reached) = recorder.state.phase, recorder.state.position == index else { return }
    }
    switch recorder.state.phase {
    case .finished, .failed: return
    case .ready, .running, .paused: break
    }
    if !recorder.state.isInside {
      let isUnderWay = Side.allCases.contains { runs[$0].isMidway }
      if isUnderWay || recorder.frontier > recorder.state.position { return intoPartlyRun(progress) }
      enter()
    }
    run(.step, progress)
  }

  private mutating func enter() {
    // A round that a cancellation broke off has moved one side: it is completed before another is begun.
    round = round ?? recorder.arrivals
    recorder.enter()
  }

  /// One side is at the endpoint already, or on its way with operations it did not tell of, and cannot be stepped to
  /// it: both are brought there, and run again.
  private mutating func intoPartlyRun(_ progress: Progress) {
    let position = recorder.state.position
    let isKnown = position < recorder.state.endpoints.count
    let name = isKnown ? recorder.state.endpoints[position].name : nil
    run(.step, progress)
    let index = name.flatMap { recorder.indexByName[$0] } ?? position
    guard index < recorder.state.position else { return }
    recordOperations(at: index, progress)
  }

  /// Inside an endpoint: steps pairs of operations as far as the goal wants. Nil where the endpoint has been passed.
  mutating func runInside(_ goal: RunGoal, _ progress: Progress) throws(CancellationError) -> Phase? {
    let seen = recorder.state.endpoints[recorder.state.position].operations.count
    let isBeyondNames = if case .out = goal { true } else { false }
    let wantsOperations =
      if case .step = goal { true } else { hasOperationBreakpoints(namesOnly: isBeyondNames) }
    guard wantsOperations, try stepPair(progress) else {
      if let reason = recorder.stopReasonAfterCreations() { return .paused(reason) }
      return try passEndpoint(deliveringOperations: true, progress).map { .paused($0) }
    }
    store.fit(&recorder.state)
    let operationReason = recorder.stopReasonInside(from: seen, namesOnly: isBeyondNames)
    if let reason = recorder.stopReasonAfterCreations() ?? operationReason { return .paused(reason) }
    if case .step = goal { return .paused(.step) }
    return nil
  }

  private func hasOperationBreakpoints(namesOnly: Bool) -> Bool {
    recorder.state.breakpoints.contains { breakpoint in
      // Creations are told of however the operations are run.
      guard breakpoint.isEnabled, case .passed(let holdsWayOut, _) = breakpoint.condition.kind.test else {
        return false
      }
      return holdsWayOut || !namesOnly
    }
  }

  /// Advances the reference to its next compute operation, and the candidate until that has its partner.
  ///
  /// - Returns: false where a side has come to the endpoint, or to the end, instead.
  private mutating func stepPair(_ progress: Progress) throws(CancellationError) -> Bool {
    guard let start = round else { return false }
    guard try stepToCompute(.reference, since: start, progress) else { return false }
    recorder.alignInside()
    // An operation that the candidate lacks must not make it run on to the end of the endpoint.
    let lookahead = 16
    for _ in 0..<lookahead where recorder.needsCandidate {
      guard !recorder.hasArrived(.candidate, since: start) else { break }
      guard try stepToCompute(.candidate, since: start, progress) else { break }
      recorder.alignInside()
    }
    recorder.freeze()
    return recorder.state.failure == nil
  }

  private mutating func stepToCompute(_ side: Side, since start: SidePair<Int>, _ progress: Progress)
    throws(CancellationError) -> Bool
  {
    let count = recorder.operationCount(of: side)
    while !recorder.hasArrived(side, since: start) {
      try advance(side, .operation, progress)
      if recorder.operationCount(of: side) > count { return true }
    }
    return false
  }
}
