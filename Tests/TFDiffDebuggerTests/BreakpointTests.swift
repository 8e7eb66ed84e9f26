import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: each kind of breakpoint stops the run where it should and counts there, and a disabled,
/// deleted or unknown one does not.
@Suite struct BreakpointTests {
  @Test func idsCountFromOneAndAreNotUsedTwice() {
    let debugger = ScriptedTarget.equal().debugger()
    debugger.perform(.addBreakpoint(.name(glob: "a")))
    debugger.perform(.addBreakpoint(.nonFinite))
    debugger.perform(.deleteBreakpoint(id: 3))
    let state = debugger.perform(.addBreakpoint(.name(glob: "b*")))
    #expect(state.breakpoints.map(\.id) == [1, 2, 4])
    #expect(state.breakpoints.map(\.condition) == [.mismatch, .name(glob: "a"), .name(glob: "b*")])
  }

  @Test func anUnknownIdIsToldWithTheKnownOnes() {
    let debugger = ScriptedTarget.equal().debugger()
    debugger.perform(.deleteBreakpoint(id: 9))
    let state = debugger.perform(.setBreakpoint(id: 7, enabled: false))
    #expect(state.log.map(\.text) == ["no breakpoint 9; there are: 1", "no breakpoint 7; there are: 1"])
  }

  @Test func aNameOrGlobStopsAndCounts() {
    let debugger = ScriptedTarget.diverging().debugger(breakpoints: [.name(glob: "[bd]")])
    #expect(debugger.perform(.continue).phase == .paused(.breakpoint(id: 1, at: "b")))
    let state = debugger.perform(.continue)
    #expect(state.phase == .paused(.breakpoint(id: 1, at: "d")))
    #expect(state.breakpoints[0].hits == 2)
  }

  @Test func disabledAndDeletedBreakpointsDoNotStop() {
    let debugger = ScriptedTarget.diverging().debugger(breakpoints: [.name(glob: "a"), .name(glob: "b")])
    debugger.perform(.setBreakpoint(id: 1, enabled: false))
    debugger.perform(.deleteBreakpoint(id: 2))
    let state = debugger.perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.breakpoints[0].hits == 0)
  }

  @Test func aBreakpointEnabledAgainStops() {
    let debugger = ScriptedTarget.diverging().debugger(breakpoints: [.name(glob: "*")])
    debugger.perform(.setBreakpoint(id: 1, enabled: false))
    debugger.perform(.step)
    debugger.perform(.setBreakpoint(id: 1, enabled: true))
    #expect(debugger.perform(.continue).phase == .paused(.breakpoint(id: 1, at: "b")))
  }

  @Test func nonFiniteValuesStopEvenWhereBothSidesAgree() {
    let steps = [endpoint("a", 1), endpoint("b", .nan), endpoint("c", .infinity)]
    let debugger = ScriptedTarget(
      reference: Script(steps: steps), candidate: Script(steps: steps), planned: ["a", "b", "c"]
    ).debugger(breakpoints: [.nonFinite])
    #expect(debugger.perform(.continue).phase == .paused(.breakpoint(id: 1, at: "b")))
    #expect(debugger.perform(.continue).phase == .paused(.breakpoint(id: 1, at: "c")))
    #expect(debugger.perform(.continue).phase == .finished)
  }

  @Test func divergenceIsTheReasonWhereSeveralHit() {
    let debugger = ScriptedTarget.diverging().debugger(breakpoints: [.name(glob: "c"), .mismatch])
    let state = debugger.perform(.continue)
    #expect(state.phase == .paused(.divergence(endpoint: "c")))
    #expect(state.breakpoints.map(\.hits) == [1, 1])
  }

  @Test func aNameMatchesOperationsOnceInside() {
    let debugger = ScriptedTarget.equal().debugger(breakpoints: [.name(glob: "net/*/Relu")])
    debugger.perform(.into(endpoint: 0))
    var state = debugger.perform(.continue)
    #expect(state.phase == .paused(.breakpoint(id: 1, at: "net/a/Relu")))
    #expect(state.isInside)
    state = debugger.perform(.continue)
    #expect(state.phase == .finished, "outside, operations do not stop the run")
    #expect(state.breakpoints[0].hits == 1)
  }

  @Test func insideTheFirstMismatchingOperationStops() {
    let reference = Script(
      steps: [op("s/a", "Mul", 1), op("s/b", "Tanh", 2), op("s/c", "Relu", 3), endpoint("e", 3)])
    let candidate = Script(
      steps: [op("s/a", "Mul", 1), op("s/b", "Tanh", 9), op("s/c", "Relu", 9), endpoint("e", 9)])
    let debugger = ScriptedTarget(reference: reference, candidate: candidate, planned: ["e"]).debugger()
    debugger.perform(.into(endpoint: 0))
    #expect(debugger.perform(.continue).phase == .paused(.divergence(endpoint: "s/b")))
    #expect(debugger.perform(.continue).phase == .paused(.divergence(endpoint: "e")))
  }

  @Test func outIgnoresMismatchesInsideButNotNames() {
    let steps = [op("s/a", "Mul", 1), op("s/b", "Tanh", 2), op("s/c", "Relu", 3), endpoint("e", 3)]
    let wrong = [op("s/a", "Mul", 1), op("s/b", "Tanh", 9), op("s/c", "Relu", 3), endpoint("e", 3)]
    let debugger = ScriptedTarget(
      reference: Script(steps: steps), candidate: Script(steps: wrong), planned: ["e"]
    ).debugger(breakpoints: [.mismatch, .name(glob: "s/c")])
    debugger.perform(.into(endpoint: 0))
    #expect(debugger.perform(.out).phase == .paused(.breakpoint(id: 2, at: "s/c")))
    let state = debugger.perform(.out)
    #expect(state.position == 1)
    #expect(state.statuses == [.match])
    #expect(state.endpoints[0].operations[1].status == .mismatch)
  }

  @Test func aChangeOfToleranceIsNoNewsToABreakpoint() {
    let debugger = ScriptedTarget.diverging().debugger()
    debugger.perform(.continue)
    debugger.perform(.setTolerance(TolerancePolicy(standard: Tolerance(rtol: 0, atol: 10))))
    debugger.perform(.setTolerance(.init()))
    #expect(debugger.perform(.continue).phase == .paused(.divergence(endpoint: "d")))
  }
}
