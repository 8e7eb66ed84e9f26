import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: a pair that was only guessed is a divergence where what is computed from it differs too, and none where all of
/// that agrees.
@Suite struct TentativePairTests {
  private func state(
    _ pairs: [String: [String]], _ values: [(name: String, reference: Float, candidate: Float)],
    goal: RunCommand? = nil
  ) -> DebuggerState {
    let reference = values.map { endpoint($0.name, $0.reference, 1) }
    let candidate = values.map { endpoint($0.name, $0.candidate, 1) }
    let scripted = ScriptedTarget(
      reference: Script(steps: [.tentative(pairs)] + reference), candidate: Script(steps: candidate),
      planned: values.map(\.name))
    return goal.map { scripted.debugger().perform($0) } ?? CheckRunner(target: scripted.target).run().state
  }

  @Test func whatIsComputedFromItAgrees() {
    let state = state(["inner": ["outputs"]], [("inner", 1, 5), ("outputs", 2, 2)])
    #expect(state.statuses == [.unpaired, .match])
    #expect(state.conclusion.verdict == .equal)
    #expect(state.coverage.compared == 1)
    #expect(state.coverage.alone == SidePair(reference: ["inner"], candidate: ["inner"]))
    let closing = CheckSummary().closing(state)
    #expect(closing.contains { $0.hasPrefix("✓ equal: 1 of 1 endpoints match") }, "\(closing)")
    #expect(CheckSummary().line(state.endpoints[0]).contains("not compared"))
    #expect(ReportWriter.text(state, kind: .markdown).contains("what is computed from it agrees"))
  }

  /// One side looks up each row once, the other each element's.
  @Test(arguments: [(Float(2), Status.unpaired), (3, .shapeMismatch)])
  func anotherShapeOfACertainPairIsJudgedByWhatIsComputedFromIt(result: Float, status: Status) {
    let guesses = Step.tentative(["rows": ["outputs"], "sure": ["outputs"]], certain: ["rows", "sure"])
    let target = ScriptedTarget(
      reference: Script(steps: [guesses, endpoint("rows", 1, 2), endpoint("outputs", 2)]),
      candidate: Script(steps: [endpoint("rows", 1, 2, 1), endpoint("outputs", result)]), planned: ["rows", "outputs"]
    ).target
    let state = CheckRunner(target: target).run().state
    #expect(state.statuses == [status, result == 2 ? .match : .mismatch])
    #expect(CheckSummary().line(state.endpoints[0]).contains(result == 2 ? "not compared" : "[2]"))
  }

  @Test func otherValuesOfACertainPairAreADifference() {
    let target = ScriptedTarget(
      reference: Script(
        steps: [.tentative(["sure": ["outputs"]], certain: ["sure"]), endpoint("sure", 1), endpoint("outputs", 2)]),
      candidate: Script(steps: [endpoint("sure", 9), endpoint("outputs", 2)]), planned: ["sure", "outputs"]
    ).target
    #expect(CheckRunner(target: target).run().state.statuses == [.mismatch, .match])
  }

  @Test func whatIsComputedFromItDiffersToo() {
    let state = state(["inner": ["outputs"]], [("inner", 1, 5), ("outputs", 2, 3)])
    #expect(state.statuses == [.mismatch, .mismatch])
    #expect(state.divergence?.endpoint.name == "inner")
  }

  /// A value that is nearly the same is the same value, computed otherwise: it may well come to nothing further on.
  @Test func aSmallDifferenceIsOne() {
    let state = state(["inner": ["outputs"]], [("inner", 1, 1.001), ("outputs", 2, 2)])
    #expect(state.statuses == [.mismatch, .match])
    #expect(state.conclusion.verdict == .diverged)
  }

  @Test func aChainIsDecidedByItsEnd() {
    let pairs = ["a": ["b", "c"], "b": ["c"], "c": ["a", "outputs"]]
    let agreeing = state(pairs, [("a", 1, 5), ("b", 1, 6), ("c", 1, 7), ("outputs", 2, 2)])
    #expect(agreeing.statuses == [.unpaired, .unpaired, .unpaired, .match])
    let differing = state(pairs, [("a", 1, 5), ("b", 1, 6), ("c", 1, 7), ("outputs", 2, 3)])
    #expect(differing.statuses == [.mismatch, .mismatch, .mismatch, .mismatch])
  }

  /// Two lists of scores may have one winner.
  @Test func thatWholeNumbersAgreeSaysNothing() {
    let winner = Step.endpoint("outputs", Tensor([7] as [Int32]))
    let target = ScriptedTarget(
      reference: Script(steps: [.tentative(["inner": ["outputs"]]), endpoint("inner", 1, 3), winner]),
      candidate: Script(steps: [endpoint("inner", 2, 9), winner]), planned: ["inner", "outputs"]
    ).target
    let state = CheckRunner(target: target).run().state
    #expect(state.statuses == [.mismatch, .match])
    #expect(state.conclusion.verdict == .diverged)
  }

  @Test func nothingIsComputedFromIt() {
    let state = state(["inner": []], [("inner", 1, 5), ("outputs", 2, 2)])
    #expect(state.statuses == [.mismatch, .match])
  }

  /// The debugger does not stop at a row before it is known to differ, and then stops at that row, not at its judge.
  @Test func theDebuggerStopsWhereItIsBorneOut() {
    let rows: [(name: String, reference: Float, candidate: Float)] = [("inner", 1, 5), ("b", 2, 3), ("outputs", 2, 3)]
    #expect(state(["inner": ["b"]], rows, goal: .continue).phase == .paused(.divergence(endpoint: "inner")))
    let stepped = state(["inner": ["b"]], rows, goal: .step)
    #expect(stepped.statuses.first == .notRun && stepped.position == 1)
  }

  @Test func anotherToleranceJudgesAnew() {
    var state = state(["inner": ["outputs"]], [("inner", 1, 5), ("outputs", 2, 2.5)])
    #expect(state.statuses == [.mismatch, .mismatch])
    state.setTolerance(TolerancePolicy(standard: Tolerance(rtol: 0.5, atol: 0)))
    #expect(state.statuses == [.unpaired, .match])
    #expect(state.conclusion.verdict == .equal)
  }
}
