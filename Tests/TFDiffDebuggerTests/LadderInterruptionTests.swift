import Synchronization
import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: a ladder that is cancelled, or that is told of other settings, on the way.
@Suite struct LadderInterruptionTests {
  private func held(_ gate: Gate) -> ScriptedTarget {
    let steps = layer("a", 1) + [.wait(gate)] + layer("b", 2)
    return ScriptedTarget(reference: Script(steps: steps), candidate: Script(steps: layer("a", 1) + layer("b", 2.5)))
  }

  @Test func theRowsJudgedSoFarStayAndNothingIsLeftRunning() throws {
    let gate = Gate()
    let ladder = ScriptedLadder.whole(training: held(gate))
    let debugger = ladder.debugger()
    let run = Background { debugger.perform(.ladder(keepsGoing: false)) }
    gate.awaitArrival()
    debugger.cancel()
    var state = try run.wait()
    #expect(state.phase == .paused(.cancelled))
    #expect(state.ladder.map(\.verdict) == [.passed, .passed, .passed, .skipped, .notRun, .notRun])
    #expect(state.position == 0)
    #expect(state.names == ["a", "b"], "the session is where it was")
    gate.open()
    state = debugger.perform(.continue)
    #expect(state.phase == .finished)
    #expect(ladder.base.opens == SidePair(reference: 1, candidate: 1))
    state = debugger.perform(.ladder(keepsGoing: false))
    #expect(state.ladder.map(\.verdict) == [.passed, .passed, .passed, .skipped, .failed, .notRun])
  }

  @Test func aRunThatWasOverStaysOver() throws {
    let gate = Gate()
    let debugger = ScriptedLadder.whole(fixed: held(gate)).debugger()
    debugger.perform(.continue)
    let run = Background { debugger.perform(.ladder(keepsGoing: false)) }
    gate.awaitArrival()
    debugger.cancel()
    let state = try run.wait()
    #expect(state.phase == .finished)
    #expect(state.conclusion == Conclusion(verdict: .equal, findings: []))
    #expect(state.ladder.map(\.verdict) == Array(repeating: .notRun, count: 6))
    #expect(state.ladderVerdict == .incomparable)
  }

  @Test func aCancellationWhileRunningIntoTheDivergenceCancels() throws {
    let debugger = ScriptedLadder.whole(fixed: .diverging()).debugger()
    let state = debugger.perform(.ladder(keepsGoing: false)) { state in
      if case .running(let words) = state.phase, words.hasSuffix("running again into c") { debugger.cancel() }
    }
    #expect(state.phase == .paused(.cancelled))
    #expect(state.ladder.map(\.verdict) == Array(repeating: .notRun, count: 6))
  }

  @Test func settingsHandedInOnTheWayAreTheSessions() throws {
    let gate = Gate()
    let debugger = ScriptedLadder.whole(fixed: held(gate)).debugger()
    let run = Background { debugger.perform(.ladder(keepsGoing: false)) }
    gate.awaitArrival()
    let policy = TolerancePolicy(standard: Tolerance(rtol: 0, atol: 1))
    debugger.submit(.setTolerance(policy))
    debugger.submit(.addBreakpoint(.name(glob: "*")))
    gate.open()
    let state = try run.wait()
    #expect(state.ladder.map(\.verdict) == [.passed, .passed, .passed, .skipped, .passed, .skipped])
    #expect(state.tolerance == policy)
    #expect(state.breakpoints.map(\.condition) == [.mismatch, .name(glob: "*")])
  }

  @Test func anOpenedStepCanBeCancelledAndGoesOn() throws {
    let gate = Gate()
    let debugger = ScriptedLadder.whole(fixed: held(gate)).debugger()
    let run = Background { debugger.perform(.openStep(.fixedWeights)) }
    gate.awaitArrival()
    debugger.cancel()
    let state = try run.wait()
    #expect(state.phase == .paused(.cancelled))
    #expect(state.statuses == [.match])
    gate.open()
    #expect(debugger.perform(.continue).phase == .paused(.divergence(endpoint: "b")))
  }

  @Test func aRestartThroughTheServiceEndsTheLadder() {
    let gate = Gate()
    let latest = Mutex<DebuggerState?>(nil)
    let service = DebuggerService(debugger: ScriptedLadder.whole(training: held(gate)).debugger()) { _, state in
      latest.withLock { $0 = state }
    }
    service.send(.ladder(keepsGoing: false))
    gate.awaitArrival()
    #expect(service.send(.restart) == 2)
    service.waitUntilIdle()
    let state = latest.withLock { $0 }
    #expect(state?.phase == .ready)
    #expect(state?.ladder.map(\.verdict) == [.passed, .passed, .passed, .skipped, .notRun, .notRun])
  }
}
