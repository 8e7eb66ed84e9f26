import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import Testing

/// Protects: how the two sides' variables are told apart and paired, the worst first, with the cursor on the variable it was on.
@Suite struct VariableRowTests {
  private static func summary(_ rows: [VariableRow]) -> [String] { rows.map { "\($0.kind) \($0.name)" } }

  @Test func eachKindOfProblemHasItsRowAndTheWorstComeFirst() {
    #expect(
      Self.summary(VariableRow.rows(ProblemFixture.variables)) == [
        "createdAgain(count: 2) model/kernel", "createdAgain(count: 1) model/kernel", "renamed model/old_name",
        "missing model/gone", "extra model/own", "differing model/bias", "differing model/moving_mean",
        "untracked model/scale", "restoredOnOneSide model/late", "matched model/kernel", "unused global_step",
      ])
  }

  /// A name that comes again on a later call is another variable, wherever it stands in the list.
  @Test func aLaterCallsVariableIsNotPairedWithTheFirstCalls() throws {
    var state = Fixture.finishedEqual
    state.variables = SidePair(
      reference: [Fixture.variable("v", [2])],
      candidate: [Fixture.variable("v", [3], call: 2), Fixture.variable("v", [2])])
    let rows = VariableRow.rows(state)
    #expect(Self.summary(rows) == ["createdAgain(count: 1) v", "matched v"])
    #expect(rows.last?.candidate?.call == 1)
  }

  @Test func whatMayYetComeIsNotMissing() {
    var state = Fixture.passed(3, phase: .paused(.step))
    state.variables = SidePair(
      reference: [Fixture.variable("a", []), Fixture.variable("b", [2])], candidate: [Fixture.variable("c", [2])])
    #expect(Self.summary(VariableRow.rows(state)) == ["pending a", "pending b", "pending c"])
    state.candidateSummary = RunSummary(regularizationLoss: nil, seconds: 1)
    #expect(Self.summary(VariableRow.rows(state)) == ["missing a", "missing b", "pending c"])
    state.referenceSummary = RunSummary(regularizationLoss: nil, seconds: 1)
    #expect(Self.summary(VariableRow.rows(state)) == ["renamed b", "missing a"])
  }

  /// Of a run that failed nothing is said that would need the rest of it.
  @Test func whereASideFailedNothingIsPairedOrMissing() {
    var state = Fixture.passed(3, phase: .failed(.candidate, message: "boom"))
    state.failure = RunFailure(side: .candidate, message: "boom", isIncomparable: false)
    state.variables = SidePair(
      reference: [Fixture.variable("a", []), Fixture.variable("b", [2])], candidate: [Fixture.variable("c", [2])])
    state.randomOperations = SidePair(
      reference: (0..<9).map { Fixture.random($0, $0) }, candidate: [Fixture.random(0, 0)])
    var driver = Driver(state)
    driver.type("1")
    #expect(driver.screen().contains("reference 2, candidate 1: not compared, as a side failed"))
    #expect(!driver.screen().contains("all paired") && !driver.screen().contains("missing"))
    driver.type("3")
    #expect(driver.screen().contains("9 random operations, seeded alike so far, 8 not reached"))
  }

  /// Problems move to the top as they are found: the cursor stays on its variable.
  @Test func theCursorStaysOnItsVariable() {
    var driver = Driver(Fixture.finishedEqual)
    driver.type("1jj")
    #expect(driver.state.selectedVariable?.name == "InceptionResnetV2/Conv2d_1a_3x3/BatchNorm/beta")
    _ = driver.snapshot(Fixture.diverged)
    #expect(driver.state.selectedVariable?.name == "InceptionResnetV2/Conv2d_1a_3x3/BatchNorm/beta")
    var updated = Fixture.diverged
    updated.endpoints[7].updates = [
      UpdateRow(variable: "moving_mean", operation: "AssignSub", reference: nil, candidate: nil, status: .match)
    ]
    _ = driver.snapshot(updated)
    #expect(driver.state.selectedVariable?.name == "InceptionResnetV2/Conv2d_1a_3x3/BatchNorm/beta")
  }
}
