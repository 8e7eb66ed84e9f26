import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: the losses one by one, and their part in the verdict.
@Suite struct LossComparisonTests {
  private func state(
    _ reference: [(String, Double)], _ candidate: [(String, Double)],
    _ variables: SidePair<[VariableEvent]> = SidePair(reference: [], candidate: []),
    sums: (Double?, Double?)? = nil
  ) -> DebuggerState {
    func script(_ losses: [(String, Double)], _ variables: [VariableEvent], _ sum: Double?) -> Script {
      Script(
        steps: variables.map { .variable($0) } + layer("a", 1), loss: sum,
        losses: losses.map { RegularizationLoss(variable: $0.0, value: $0.1) })
    }
    func sum(_ losses: [(String, Double)]) -> Double? { losses.isEmpty ? nil : losses.reduce(0) { $0 + $1.1 } }
    let (left, right) = sums ?? (sum(reference), sum(candidate))
    return CheckRunner(
      target: ScriptedTarget(
        reference: script(reference, variables.reference, left),
        candidate: script(candidate, variables.candidate, right)
      ).target
    ).run().state
  }

  @Test func pairedByVariableInTheReferencesOrderThenTheCandidatesOwn() {
    let rows = state([("b", 1), ("a", 2), ("gone", 3)], [("new", 4), ("a", 2), ("b", 1.5)]).lossComparisons
    #expect(rows.map(\.variable) == ["b", "a", "gone", "new"])
    #expect(rows.map(\.isMatch) == [false, true, false, false])
    #expect(rows.map(\.reference) == [1, 2, 3, nil])
    #expect(rows.map(\.candidate) == [1.5, 2, nil, 4])
  }

  @Test func severalLossesOfOneVariableAreAddedUp() {
    let rows = state([("a", 1), ("a", 2)], [("a", 3)]).lossComparisons
    #expect(rows.map(\.variable) == ["a"])
    #expect(rows.map(\.reference) == [3])
    #expect(rows.map(\.isMatch) == [true])
  }

  @Test func differencesThatCancelOutInTheSumDiverge() {
    let state = state([("a", 1), ("b", 2)], [("a", 2), ("b", 1)])
    #expect(state.lossFinding == nil)
    #expect(state.conclusion.verdict.exitStatus == 1)
    #expect(
      state.conclusion.findings.map(\.description) == [
        "2 of 2 regularization losses differ, the first at a: 1 and 2"
      ])
  }

  @Test func lossesAreJudgedRelativelyToTheirSize() {
    var state = state([("a", 1)], [("a", 1.1)])
    #expect(state.conclusion.verdict == .diverged)
    state.setTolerance(TolerancePolicy(standard: Tolerance(rtol: 0.2, atol: 0)))
    #expect(state.conclusion.verdict == .equal)
    // Far below any absolute tolerance, and yet twice as large.
    #expect(self.state([("a", 1e-7)], [("a", 2e-7)]).conclusion.verdict == .diverged)
    // The order of a float32 sum.
    #expect(self.state([("a", 1.22543275)], [("a", 1.2254324)]).conclusion.verdict == .equal)
    #expect(self.state([("a", .nan)], [("a", .nan)]).conclusion.verdict == .equal)
  }

  @Test func whereOneSideTellsOnlyTheSumNothingIsTakenOneByOne() {
    for (reference, candidate) in [([("a", 1.0)], []), ([], [("a", 1.0)])] {
      let state = state(reference, candidate, sums: (1, 1))
      #expect(state.lossComparisons.isEmpty)
      #expect(state.conclusion.verdict == .equal)
    }
  }

  @Test func whereOneSideHasNoLossAtAllThatIsTold() {
    let state = state([("a", 1)], [])
    #expect(state.lossComparisons.map(\.isMatch) == [false])
    #expect(state.conclusion.findings.first == .lossMissing(.candidate))
    #expect(state.conclusion.findings.last?.description.hasSuffix("the first at a: 1 and none") == true)
  }

  @Test func aRenamedVariablesLossIsHeldAgainstItsOwn() {
    let names = SidePair(reference: [variable("a"), variable("old")], candidate: [variable("a"), variable("new")])
    let equal = state([("old", 1)], [("new", 1)], names)
    #expect(equal.lossComparisons.map(\.variable) == ["old"])
    #expect(equal.conclusion.verdict == .equal)
    #expect(state([("old", 1)], [("new", 2)], names).conclusion.verdict == .diverged)
  }

  @Test func untilBothRunsHaveEndedThereAreNone() {
    let losses = [RegularizationLoss(variable: "a", value: 1)]
    let script = Script(steps: [endpoint("a", 1), endpoint("b", 1)], losses: losses)
    let state = ScriptedTarget(reference: script, candidate: script).debugger().perform(.step)
    #expect(state.lossComparisons.isEmpty)
  }
}
