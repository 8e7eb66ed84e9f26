import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: what the ladder runs, where it stops, and where the session then stands.
@Suite struct LadderRunTests {
  private let one = SidePair(reference: 1, candidate: 1)
  private let none = SidePair(reference: 0, candidate: 0)

  @Test func runsSharedByKeyAreRunOnceAndAllPass() {
    let (fixed, inference, training) = (ScriptedTarget.equal(), ScriptedTarget.equal(), ScriptedTarget.equal())
    let ladder = ScriptedLadder.whole(fixed: fixed, inference: inference, training: training)
    let state = ladder.debugger().perform(.ladder(keepsGoing: false))
    #expect(state.ladder.map(\.verdict) == [.passed, .passed, .passed, .skipped, .passed, .skipped])
    #expect(state.ladder[3].detail == "no --checkpoint was given")
    #expect([fixed.opens, inference.opens, training.opens] == [one, one, one])
    #expect(ladder.base.opens == none, "the pair the session was opened with is not run")
    #expect(state.ladderVerdict == .equal)
    #expect(state.phase == .finished, "nothing had been run before, so the session stands at the last run")
    #expect(state.names == ["a", "b"])
  }

  @Test func aStepOfSeveralRunsSaysWhichOneSaidWhat() {
    let training = ScriptedTarget(
      reference: Script(steps: layer("a", 1)), candidate: Script(steps: layer("a", 2)),
      description: .scripted(training: true))
    let rows = ScriptedLadder.whole(training: training).debugger().perform(.ladder(keepsGoing: false)).ladder
    #expect(rows[4].verdict == .failed)
    #expect(rows[4].detail == "training, num_random_ops: a is out of tolerance")
    let passed = ScriptedLadder.whole().debugger().perform(.ladder(keepsGoing: false)).ladder[4]
    let words = "inference, num_random_ops: 2 endpoints agree"
    #expect(passed.detail == "\(words); \(words)")
  }

  @Test func theFirstFailureStopsAndTheSessionStandsThere() {
    let (fixed, inference) = (ScriptedTarget.diverging(), ScriptedTarget.equal())
    let debugger = ScriptedLadder.whole(fixed: fixed, inference: inference).debugger()
    let state = debugger.perform(.ladder(keepsGoing: false))
    #expect(state.ladder.map(\.verdict) == [.passed, .passed, .failed, .notRun, .notRun, .notRun])
    #expect(state.ladder[3].detail.isEmpty)
    #expect(state.ladderVerdict == .diverged)
    #expect(inference.opens == none)
    #expect(state.phase == .finished)
    #expect(state.names == ["a", "b", "c", "d"])
    #expect(state.firstDivergence == 2)
    #expect(state.divergence?.operation?.name == "net/c/Relu", "the run into the divergence was made")
  }

  @Test func keepingOnJudgesAllAndStandsAtTheFirstFailure() {
    let other = ScriptedTarget(reference: Script(steps: layer("x", 1)), candidate: Script(steps: layer("x", 2)))
    let debugger = ScriptedLadder.whole(fixed: .diverging(), inference: other).debugger()
    let state = debugger.perform(.ladder(keepsGoing: true))
    #expect(state.ladder.map(\.verdict) == [.passed, .passed, .failed, .skipped, .failed, .skipped])
    #expect(state.names == ["a", "b", "c", "d"])
  }

  @Test func whatThePersonSetIsKept() {
    let fixed = ScriptedTarget(
      reference: Script(steps: [.log("built")] + layer("c", 1)), candidate: Script(steps: layer("c", 1.5)))
    let debugger = ScriptedLadder.whole(fixed: fixed).debugger(breakpoints: [.mismatch, .name(glob: "c")])
    debugger.perform(.deleteBreakpoint(id: 9))
    debugger.perform(.setBreakpoint(id: 2, enabled: false))
    let policy = TolerancePolicy(standard: Tolerance(rtol: 0, atol: 0.25))
    debugger.perform(.setTolerance(policy))
    var state = debugger.perform(.ladder(keepsGoing: false))
    #expect(state.tolerance == policy)
    #expect(state.breakpoints.map(\.id) == [1, 2])
    #expect(state.breakpoints.map(\.isEnabled) == [true, false])
    #expect(state.log.map(\.text) == ["no breakpoint 9; there are: 1, 2", "built"])
    #expect(state.ladder[2].verdict == .failed)
    state = debugger.perform(.addBreakpoint(.nonFinite))
    #expect(state.breakpoints.map(\.id) == [1, 2, 3])
    let loose = TolerancePolicy(standard: Tolerance(rtol: 0, atol: 1))
    debugger.perform(.setTolerance(loose))
    state = debugger.perform(.ladder(keepsGoing: false))
    #expect(state.ladder[2].verdict == .passed, "judged under the tolerance in force")
  }

  @Test func aRunUnderWayStaysWhereEverythingPasses() {
    let ladder = ScriptedLadder(base: .diverging(), rungs: [.init(.fixedWeights, ("one", .equal()))])
    let debugger = ladder.debugger()
    debugger.perform(.step)
    var state = debugger.perform(.ladder(keepsGoing: false))
    #expect(state.ladder.map(\.verdict) == [.passed])
    #expect(state.phase == .paused(.step))
    #expect(state.names == ["a", "b", "c", "d"])
    state = debugger.perform(.continue)
    #expect(state.phase == .paused(.divergence(endpoint: "c")))
    #expect(ladder.base.opens == one)
  }

  @Test func restartBeginsTheFailingRunAnew() {
    let fixed = ScriptedTarget.diverging()
    let debugger = ScriptedLadder.whole(fixed: fixed).debugger()
    let ladder = debugger.perform(.ladder(keepsGoing: false)).ladder
    var state = debugger.perform(.restart)
    #expect(state.phase == .ready)
    #expect(state.ladder == ladder)
    #expect(state.names == ["a", "b", "c", "d"])
    #expect(state.breakpoints.map(\.condition) == [.mismatch])
    state = debugger.perform(.continue)
    #expect(state.phase == .paused(.divergence(endpoint: "c")))
    state = debugger.perform(.ladder(keepsGoing: false))
    #expect(state.ladder.map(\.verdict) == ladder.map(\.verdict), "the run it stands at has the ladder too")
  }

  @Test func aRunThatCannotBeOpenedIsWhereTheSessionStands() {
    let closed = ScriptedTarget(
      reference: Script(steps: layer("a", 1)), candidate: Script(), planned: ["a"],
      openError: SidePair(reference: nil, candidate: ScriptError("no interpreter")))
    let state = ScriptedLadder.whole(fixed: closed).debugger().perform(.ladder(keepsGoing: false))
    #expect(state.ladder.map(\.verdict).prefix(2) == [.incomparable, .notRun])
    #expect(state.ladder[0].detail == "the candidate failed on the way to a: no interpreter")
    #expect(state.ladderVerdict == .incomparable)
    #expect(state.phase == .failed(.candidate, message: "no interpreter"))
  }

  @Test func withoutALadderTheLogSaysSo() {
    let debugger = ScriptedTarget.equal().debugger()
    var state = debugger.perform(.ladder(keepsGoing: false))
    #expect(state.ladder.isEmpty)
    #expect(state.ladderVerdict == nil)
    #expect(state.phase == .ready)
    state = debugger.perform(.openStep(.fixedWeights))
    #expect(state.log.map(\.text) == ["scripted has no ladder", "scripted has no step 3"])
    #expect(debugger.perform(.continue).phase == .finished)
  }

  @Test func aStepWithNothingToRunIsSkipped() {
    let ladder = ScriptedLadder(rungs: [.init(.variablesOnce), .init(.fixedWeights, ("one", .equal()))])
    let state = ladder.debugger().perform(.ladder(keepsGoing: false))
    #expect(state.ladder.map(\.verdict) == [.skipped, .passed])
    let skipped = ScriptedLadder(rungs: [.init(.checkpointInference, reasonToSkip: "none given")])
    #expect(skipped.debugger().perform(.ladder(keepsGoing: false)).ladderVerdict == .incomparable)
  }

  @Test func progressTellsTheStepAndTheRun() {
    var words: Set<String> = []
    ScriptedLadder.whole().debugger().perform(.ladder(keepsGoing: false)) { state in
      if case .running(let text) = state.phase { words.insert(text) }
    }
    #expect(words.contains("step 1, inference, num_random_ops: running a"))
    #expect(words.contains("step 4, inference, num_random_ops: running b"))
  }
}

/// Protects: going to the runs of one step.
@Suite struct OpenStepTests {
  @Test func beginsAnewThereAndGoesToWhereItParts() {
    let inference = ScriptedTarget.diverging()
    let debugger = ScriptedLadder.whole(inference: inference).debugger(breakpoints: [.mismatch, .name(glob: "zzz")])
    let policy = TolerancePolicy(standard: Tolerance(rtol: 0, atol: 1e-3))
    debugger.perform(.setTolerance(policy))
    let ladder = debugger.perform(.ladder(keepsGoing: false)).ladder
    let state = debugger.perform(.openStep(.alignedRandomness))
    #expect(state.phase == .paused(.divergence(endpoint: "c")))
    #expect(state.tolerance == policy)
    #expect(state.breakpoints.count == 2)
    #expect(state.ladder == ladder)
    #expect(debugger.perform(.continue).phase == .paused(.divergence(endpoint: "d")))
    #expect(debugger.perform(.openStep(.fixedWeights)).phase == .finished)
    #expect(debugger.state.names == ["a", "b"])
  }

  /// Of a step of two pairs of runs, the one that failed is opened, not the one that passed before it.
  @Test func theRunThatFailedIsOpened() {
    let ladder = ScriptedLadder.whole(inference: .equal(), training: .diverging())
    let debugger = ladder.debugger()
    debugger.perform(.ladder(keepsGoing: false))
    #expect(debugger.perform(.openStep(.fixedWeights)).names == ["a", "b"])
    #expect(debugger.perform(.openStep(.alignedRandomness)).phase == .paused(.divergence(endpoint: "c")))
  }

  @Test func aSkippedStepIsNotOpened() {
    let debugger = ScriptedLadder.whole().debugger()
    let state = debugger.perform(.openStep(.checkpointTraining))
    #expect(state.log.map(\.text) == ["no --checkpoint was given"])
    #expect(state.phase == .ready)
  }
}
