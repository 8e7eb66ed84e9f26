import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: where each command leaves the run, which rows it fills on the way, and that looking back
/// runs again without disturbing it.
@Suite struct SteppingTests {
  @Test func stepPassesOneEndpointOnBothSides() {
    let scripted = ScriptedTarget.equal()
    let debugger = scripted.debugger()
    var state = debugger.perform(.step)
    #expect(state.phase == .paused(.step))
    #expect(state.position == 1)
    #expect(state.statuses == [.match, .notRun])
    #expect(state.target.runtimes == SidePair(reference: "TF1 graph", candidate: "TF2 eager"))
    state = debugger.perform(.step)
    #expect(state.position == 2)
    state = debugger.perform(.step)
    #expect(state.phase == .finished)
    #expect(state.referenceSummary?.regularizationLoss == 0.5)
    #expect(debugger.perform(.step).phase == .finished)
    #expect(scripted.opens == SidePair(reference: 1, candidate: 1))
  }

  @Test func continueStopsAtTheFirstDivergenceAndThenAtTheNext() {
    let debugger = ScriptedTarget.diverging().debugger()
    var state = debugger.perform(.continue)
    #expect(state.phase == .paused(.divergence(endpoint: "c")))
    #expect(state.position == 3)
    #expect(state.firstDivergence == 2)
    #expect(state.breakpoints.map(\.hits) == [1])
    state = debugger.perform(.continue)
    #expect(state.phase == .paused(.divergence(endpoint: "d")))
    state = debugger.perform(.continue)
    #expect(state.phase == .finished)
  }

  @Test func continueWithoutBreakpointsRunsToTheEnd() {
    let state = ScriptedTarget.diverging().debugger(breakpoints: []).perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.statuses == [.match, .match, .mismatch, .mismatch])
    #expect(state.endpoints.allSatisfy { $0.operations.isEmpty })
  }

  @Test func untilRunsPastAnEndpoint() {
    let debugger = ScriptedTarget.diverging().debugger()
    var state = debugger.perform(.until(endpoint: 1))
    #expect(state.phase == .paused(.reached("b")))
    #expect(state.position == 2)
    state = debugger.perform(.until(endpoint: 0))
    #expect(state.phase == .paused(.reached("a")))
    #expect(state.position == 2)
    state = debugger.perform(.until(endpoint: 3))
    #expect(state.phase == .paused(.divergence(endpoint: "c")), "breakpoints hold on the way")
  }

  @Test func intoStepsPairsOfOperationsAndOutFinishesTheEndpoint() {
    let debugger = ScriptedTarget.diverging().debugger()
    var state = debugger.perform(.into(endpoint: 0))
    #expect(state.isInside)
    #expect(state.position == 0)
    #expect(state.phase == .paused(.step))
    // The graph's one fused operation takes the eager layer's three.
    #expect(state.endpoints[0].operations.map(\.isFusedAway) == [true, true, false])
    #expect(state.endpoints[0].operations.map(\.status) == [.match, .match, .match])
    #expect(state.endpoints[0].operations.last?.reference?.type == "_FusedConv2D")
    #expect(state.endpoints[0].operations.last?.candidate?.type == "Relu")
    state = debugger.perform(.step)
    #expect(!state.isInside)
    #expect(state.position == 1)
    #expect(state.statuses[0] == .match)
    state = debugger.perform(.into(endpoint: 1))
    state = debugger.perform(.out)
    #expect(state.position == 2)
    #expect(!state.isInside)
    #expect(state.endpoints[1].operations.count == 3)
  }

  /// The same the other way round: the reference is plain, the candidate fused.
  @Test func aFusedCandidateIsJudgedOnceTheReferenceHasAllItsParts() {
    let debugger = ScriptedTarget(
      reference: Script(steps: layer("a", 1, 2)), candidate: Script(steps: fusedLayer("a", 1, 2)),
      planned: ["a"]
    ).debugger()
    #expect(debugger.perform(.into(endpoint: 0)).phase == .paused(.step))
    #expect(debugger.perform(.step).phase == .paused(.step))
    let state = debugger.perform(.step)
    #expect(state.phase == .paused(.step))
    #expect(state.endpoints[0].operations.map(\.isFusedAway) == [true, true, false])
    #expect(state.endpoints[0].operations.map(\.status) == [.match, .match, .match])
    #expect(debugger.perform(.continue).phase == .finished)
  }

  @Test func plainOperationsAreSteppedOneByOne() {
    let debugger = ScriptedTarget.equal().debugger()
    var state = debugger.perform(.into(endpoint: 0))
    #expect(state.endpoints[0].operations.map(\.name) == ["net/a/Conv2D"])
    state = debugger.perform(.step)
    #expect(
      state.endpoints[0].operations.map(\.name) == ["net/a/Conv2D", "net/a/FusedBatchNormV3"])
    state = debugger.perform(.step)
    #expect(state.endpoints[0].operations.count == 3)
    #expect(state.endpoints[0].operations.allSatisfy { $0.status == .match && $0.comparison != nil })
    #expect(state.isInside)
    state = debugger.perform(.step)
    #expect(!state.isInside)
    #expect(state.position == 1)
  }

  @Test func anOperationThatTheCandidateLacksIsMissingAndTheNextPairsAgain() {
    let reference = Script(
      steps: [op("s/a", "Mul", 1), op("s/b", "Relu", 2), op("s/c", "Tanh", 3), endpoint("e", 3)])
    let candidate = Script(steps: [op("s/a", "Mul", 1), op("s/c", "Tanh", 3), endpoint("e", 3)])
    let debugger = ScriptedTarget(reference: reference, candidate: candidate, planned: ["e"])
      .debugger(breakpoints: [])
    debugger.perform(.into(endpoint: 0))
    debugger.perform(.step)
    let state = debugger.perform(.step)
    #expect(state.isInside)
    #expect(state.endpoints[0].operations.map(\.status) == [.match, .missingCandidate, .match])
    #expect(debugger.perform(.out).statuses == [.match])
  }

  @Test func intoALaterEndpointRunsUpToIt() {
    let debugger = ScriptedTarget.diverging().debugger()
    let state = debugger.perform(.into(endpoint: 1))
    #expect(state.position == 1)
    #expect(state.isInside)
    #expect(state.endpoints[0].operations.isEmpty)
    #expect(!state.endpoints[1].operations.isEmpty)
  }

  @Test func intoAnEndpointWithoutAPlanLearnsItsNameWhenItIsReached() {
    let steps = layer("a", 1) + layer("b", 2)
    let debugger = ScriptedTarget(reference: Script(steps: steps), candidate: Script(steps: steps)).debugger()
    var state = debugger.perform(.into(endpoint: 0))
    #expect(state.isInside)
    #expect(state.endpoints[0].operations.count == 1)
    state = debugger.perform(.out)
    #expect(state.names == ["a"])
    #expect(state.endpoints[0].operations.count == 3)
    state = debugger.perform(.continue)
    #expect(state.names == ["a", "b"])
    #expect(state.phase == .finished)
  }

  @Test func intoAPassedEndpointRunsAgainAndDisturbsNothing() {
    let scripted = ScriptedTarget.diverging()
    let debugger = scripted.debugger()
    let before = debugger.perform(.continue)
    #expect(before.position == 3)
    let state = debugger.perform(.into(endpoint: 2))
    #expect(state.phase == .paused(.reached("c")))
    #expect(state.position == 3)
    #expect(!state.isInside)
    #expect(state.statuses == before.statuses)
    #expect(state.endpoints[0].operations.isEmpty)
    #expect(state.endpoints[2].operations.map(\.isFusedAway) == [true, true, false])
    #expect(state.endpoints[2].operations.last?.status == .mismatch)
    #expect(state.endpoints[2].firstDivergingOperation == 2)
    #expect(scripted.opens == SidePair(reference: 2, candidate: 2))
    #expect(debugger.perform(.continue).phase == .paused(.divergence(endpoint: "d")))
    #expect(scripted.opens == SidePair(reference: 2, candidate: 2), "the run itself went on")
  }

  @Test func locateDivergenceNamesTheOperationAndKeepsThePhase() {
    let scripted = ScriptedTarget.diverging()
    let debugger = scripted.debugger(breakpoints: [])
    debugger.perform(.continue)
    let state = debugger.locateDivergence()
    #expect(state.phase == .finished)
    #expect(state.divergence?.operation?.name == "net/c/Relu")
    #expect(state.divergence?.firstMismatch?.index == [1])
    #expect(state.divergence?.firstMismatch?.reference == 6)
    #expect(state.divergence?.firstMismatch?.candidate == 6.5)
    debugger.locateDivergence()
    #expect(scripted.opens == SidePair(reference: 2, candidate: 2), "what is known is not asked for again")
  }

  @Test func restartBeginsAnewAndKeepsToleranceAndBreakpoints() {
    let scripted = ScriptedTarget.diverging()
    let debugger = scripted.debugger()
    let loose = TolerancePolicy(standard: Tolerance(rtol: 0, atol: 0.6))
    debugger.perform(.continue)
    debugger.perform(.setTolerance(loose))
    debugger.perform(.addBreakpoint(.name(glob: "b")))
    let state = debugger.perform(.restart)
    #expect(state.phase == .ready)
    #expect(state.position == 0)
    #expect(state.statuses == [.notRun, .notRun, .notRun, .notRun])
    #expect(state.tolerance == loose)
    #expect(state.breakpoints.map(\.hits) == [0, 0])
    #expect(state.variables.reference.isEmpty)
    #expect(debugger.perform(.continue).phase == .paused(.breakpoint(id: 2, at: "b")))
    #expect(debugger.perform(.continue).phase == .finished)
    #expect(scripted.opens == SidePair(reference: 2, candidate: 2))
  }

  @Test func toleranceFlipsVerdictsAndTheFirstDivergenceWithoutARun() {
    let scripted = ScriptedTarget.diverging()
    let debugger = scripted.debugger(breakpoints: [])
    debugger.perform(.continue)
    debugger.locateDivergence()
    let opens = scripted.opens
    var state = debugger.perform(.setTolerance(TolerancePolicy(standard: Tolerance(rtol: 0, atol: 0.3))))
    #expect(state.statuses == [.match, .match, .mismatch, .match])
    state = debugger.perform(.setTolerance(TolerancePolicy(standard: Tolerance(rtol: 0, atol: 0.6))))
    #expect(state.firstDivergence == nil)
    #expect(state.endpoints[2].operations.map(\.status) == [.match, .match, .match])
    state = debugger.perform(.setTolerance(.init()))
    #expect(state.firstDivergence == 2)
    #expect(state.endpoints[2].operations.last?.status == .mismatch)
    #expect(scripted.opens == opens)
  }

  @Test func toleranceInsideAnEndpointKeepsTheSpanTogether() {
    let debugger = ScriptedTarget.equal().debugger()
    debugger.perform(.into(endpoint: 0))
    debugger.perform(.step)
    debugger.perform(.setTolerance(TolerancePolicy(standard: Tolerance(rtol: 0, atol: 1))))
    let state = debugger.perform(.step)
    #expect(state.endpoints[0].operations.count == 3)
    #expect(state.endpoints[0].operations.allSatisfy { $0.reference != nil && $0.candidate != nil })
  }

  @Test func outWithoutBeingInsideSaysSo() {
    let state = ScriptedTarget.equal().debugger().perform(.out)
    #expect(state.position == 0)
    #expect(state.log.contains { $0.text.contains("not inside") })
  }

  @Test func eventsOfBothSidesAreKept() {
    let variable = VariableEvent(name: "w", shape: [2], dtype: .float32, trainable: true)
    let random = RandomEvent(index: 0, name: "r", type: "RandomUniform", shape: [2], seed: 1, seed2: 2)
    let steps: [Step] = [.variable(variable), .random(random), .log("built")] + layer("a", 1)
    let debugger = ScriptedTarget(
      reference: Script(steps: steps), candidate: Script(steps: steps), planned: ["a"]
    ).debugger()
    let state = debugger.perform(.continue)
    #expect(state.variables == SidePair(reference: [variable], candidate: [variable]))
    #expect(state.randomOperations == SidePair(reference: [random], candidate: [random]))
    #expect(state.log.map(\.text) == ["built", "built"])
  }

  @Test func progressTellsWhereTheRunIs() {
    var words: [Phase] = []
    ScriptedTarget.equal().debugger().perform(.continue) { words.append($0.phase) }
    #expect(words.contains(.running("running a")))
    #expect(words.contains(.running("running b")))
  }
}
