import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: that a run is held where the candidate creates a variable, and goes on from there as if it had not been.
@Suite struct CreationBreakpointTests {
  private let again = variable("w_1", call: 2, stack: stack("model.py", 14))

  /// Two layers; on the way to the second the candidate creates a variable again.
  private func scripted(returnsAtVariables: Bool = true, planned: [String] = ["a", "b"]) -> ScriptedTarget {
    let w = Step.variable(variable("w"))
    return ScriptedTarget(
      reference: Script(steps: [w] + layer("a", 1) + layer("b", 2), returnsAtVariables: returnsAtVariables),
      candidate: Script(
        steps: [w] + layer("a", 1) + [op("net/b/Pre", "Neg", 2), .variable(again)] + layer("b", 2),
        returnsAtVariables: returnsAtVariables), planned: planned)
  }

  @Test func anUnexpectedCreationHoldsTheRunOnTheWay() {
    let debugger = scripted().debugger(breakpoints: [.unexpectedCreation])
    var state = debugger.perform(.continue)
    #expect(state.phase == .paused(.creation(variable: "w_1", call: 2)))
    #expect(state.position == 1)
    #expect(state.statuses == [.match, .notRun])
    #expect(state.variables.candidate.last?.stack.culprit?.line == 14)
    #expect(state.breakpoints.map(\.hits) == [1])
    state = debugger.perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.statuses == [.match, .match])
    #expect(state.breakpoints.map(\.hits) == [1])
    #expect(state.conclusion.findings == [.variableCreatedAgain(name: "w_1", call: 2, count: 1)])
  }

  @Test func aNameStopsOnWhateverCall() {
    let debugger = scripted().debugger(breakpoints: [.creation(glob: "w*"), .creation(glob: "x")])
    #expect(debugger.perform(.continue).phase == .paused(.breakpoint(id: 1, at: "w")))
    #expect(debugger.perform(.continue).phase == .paused(.breakpoint(id: 1, at: "w_1")))
    let state = debugger.perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.breakpoints.map(\.hits) == [2, 0])
  }

  @Test func theReferencesCreationsStopNothing() {
    let target = ScriptedTarget(
      reference: Script(steps: [.variable(variable("w", call: 2))] + layer("a", 1), returnsAtVariables: true),
      candidate: Script(steps: layer("a", 1)))
    let state = target.debugger(breakpoints: [.unexpectedCreation, .creation(glob: "*")]).perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.breakpoints.map(\.hits) == [0, 0])
  }

  @Test func theFirstUnexpectedCreationIsTheReasonWhereSeveralAreToldAtOnce() {
    let steps = [variable("v"), again, variable("w_2", call: 3)].map { Step.variable($0) } + layer("a", 1)
    let target = ScriptedTarget(
      reference: Script(steps: [.variable(variable("v"))] + layer("a", 1)), candidate: Script(steps: steps))
    let debugger = target.debugger(breakpoints: [.creation(glob: "*"), .unexpectedCreation])
    let state = debugger.perform(.continue)
    #expect(state.phase == .paused(.creation(variable: "w_1", call: 2)))
    #expect(state.breakpoints.map(\.hits) == [3, 2])
    #expect(debugger.perform(.continue).phase == .finished)
  }

  @Test func disabledAndDeletedOnesDoNotStop() {
    let debugger = scripted().debugger(breakpoints: [.unexpectedCreation, .creation(glob: "*")])
    debugger.perform(.setBreakpoint(id: 1, enabled: false))
    debugger.perform(.deleteBreakpoint(id: 2))
    let state = debugger.perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.breakpoints.map(\.hits) == [0])
  }

  @Test func aCreationThatWasPassedDoesNotStopABreakpointAddedLater() {
    let debugger = scripted().debugger(breakpoints: [])
    debugger.perform(.step)
    debugger.perform(.step)
    debugger.perform(.addBreakpoint(.creation(glob: "*")))
    #expect(debugger.perform(.continue).phase == .finished)
  }

  @Test func aStepFromTheHoldPassesTheEndpoint() {
    let debugger = scripted().debugger(breakpoints: [.unexpectedCreation])
    debugger.perform(.continue)
    let state = debugger.perform(.step)
    #expect(state.phase == .paused(.step))
    #expect(state.position == 2)
  }

  @Test func untilAndRestartFromTheHold() {
    let debugger = scripted().debugger(breakpoints: [.unexpectedCreation])
    debugger.perform(.continue)
    #expect(debugger.perform(.until(endpoint: 0)).phase == .paused(.reached("a")))
    #expect(debugger.perform(.until(endpoint: 1)).phase == .paused(.reached("b")))
    var state = debugger.perform(.restart)
    #expect(state.breakpoints.map(\.hits) == [0])
    #expect(state.variables.candidate.isEmpty)
    state = debugger.perform(.continue)
    #expect(state.phase == .paused(.creation(variable: "w_1", call: 2)))
    #expect(state.breakpoints.map(\.hits) == [1])
  }

  @Test(arguments: [["a", "b"], []])
  func intoFromTheHoldRecordsAllOperations(planned: [String]) {
    let expected = scripted().debugger(breakpoints: [])
    expected.perform(.continue)
    let rows = expected.perform(.into(endpoint: 1)).endpoints[1].operations
    let debugger = scripted(planned: planned).debugger(breakpoints: [.unexpectedCreation])
    debugger.perform(.continue)
    let state = debugger.perform(.into(endpoint: 1))
    #expect(state.endpoints[1].operations.map(\.name) == rows.map(\.name))
    #expect(state.endpoints[1].operations.map(\.status) == rows.map(\.status))
    #expect(rows.map(\.name) == ["net/b/Pre", "net/b/Conv2D", "net/b/FusedBatchNormV3", "net/b/Relu"])
  }

  @Test func intoFromAHoldWhereTheOtherSideHasEnded() {
    let debugger = ScriptedTarget(
      reference: Script(steps: [endpoint("a", 1)]),
      candidate: Script(
        steps: [endpoint("a", 1), op("x/one", "Neg", 1), .variable(again), op("x/two", "Neg", 2), endpoint("x", 2)],
        returnsAtVariables: true)
    ).debugger(breakpoints: [.unexpectedCreation])
    #expect(debugger.perform(.continue).phase == .paused(.creation(variable: "w_1", call: 2)))
    let state = debugger.perform(.into(endpoint: 1))
    #expect(state.names == ["a", "x"])
    #expect(state.endpoints[1].operations.map(\.name) == ["x/one", "x/two"])
  }

  @Test(arguments: [true, false])
  func whileSteppingInsideTheStepThatCreatesIsTheOneThatStops(returnsAtVariables: Bool) {
    let debugger = scripted(returnsAtVariables: returnsAtVariables).debugger(breakpoints: [.unexpectedCreation])
    debugger.perform(.step)
    var stops: [Phase] = []
    stops.append(debugger.perform(.into(endpoint: 1)).phase)
    while debugger.state.isInside { stops.append(debugger.perform(.step).phase) }
    #expect(stops.first == .paused(.creation(variable: "w_1", call: 2)))
    #expect(stops.count > 1 && stops.dropFirst().allSatisfy { $0 == .paused(.step) }, "\(stops)")
    let state = debugger.perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.breakpoints.map(\.hits) == [1])
    #expect(state.endpoints[1].operations.map(\.status) == [.missingReference, .match, .match, .match])
  }

  @Test func insideContinueAndOutStopAtTheCreation() {
    for command in [RunCommand.continue, .out, .until(endpoint: 1)] {
      let debugger = scripted().debugger(breakpoints: [.creation(glob: "w_*")])
      debugger.perform(.step)
      // The step inside is short of the creation only where the first pair of operations comes before it.
      let inside = debugger.perform(.into(endpoint: 1)).phase
      let phase = inside == .paused(.step) ? debugger.perform(command).phase : inside
      #expect(phase == .paused(.breakpoint(id: 1, at: "w_1")), "\(command)")
      #expect(debugger.perform(.out).position == 2)
      #expect(debugger.state.endpoints[1].operations.count == 4)
    }
  }

  @Test func lookingAgainIntoAnEndpointTellsOfOperationsAfterACreationToo() {
    let debugger = scripted().debugger(breakpoints: [])
    debugger.perform(.continue)
    let state = debugger.perform(.into(endpoint: 1))
    #expect(state.endpoints[1].operations.map(\.status) == [.missingReference, .match, .match, .match])
    #expect(state.variables.candidate.count == 2, "what is created again there is not told again")
  }

  @Test func aCandidateThatFailsRightAfterACreationIsHeldFirst() {
    let target = ScriptedTarget(
      reference: Script(steps: layer("a", 1)),
      candidate: Script(steps: [.variable(again), .fail(ScriptError("boom"))]))
    let debugger = target.debugger(breakpoints: [.unexpectedCreation])
    #expect(debugger.perform(.continue).phase == .paused(.creation(variable: "w_1", call: 2)))
    #expect(debugger.perform(.continue).phase == .failed(.candidate, message: "boom"))
  }

  @Test func theWordsForThem() {
    #expect("\(Breakpoint.Condition.creation(glob: "w*"))" == "the creation of w*")
    #expect("\(Breakpoint.Condition.unexpectedCreation)" == "any variable created again")
  }
}
