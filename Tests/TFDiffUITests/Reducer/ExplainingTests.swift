import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import Testing

/// Protects: a stop at a divergence is explained once without being asked; what the person does comes first; the reason is shown in
/// its tab and above the hints.
@Suite struct ExplainingTests {
  private static func stopped(_ phase: Phase, explained: Bool = false) -> DebuggerState {
    var state = Fixture.passed(8, phase: phase)
    state.target.canExplain = true
    if explained {
      state.explanations = [
        Explanation(
          origin: .init(endpoint: "Mixed_5b", operation: "Mixed_5b/Relu"), kind: .otherFormula,
          cause: .missingOperation,
          sentence: "the candidate lacks Relu", evidence: ["what was seen"],
          experiment: Experiment("Relu applied", before: 0.24, after: 3e-8, noise: 1e-6), remedy: "Add Relu.")
      ]
    }
    return state
  }
  private static let atDivergence = Phase.paused(.divergence(endpoint: "Mixed_5b"))

  @Test func aStopIsExplainedOnce() {
    var driver = Driver(Fixture.passed(7, phase: .paused(.step)))
    driver.type("c")
    #expect(driver.snapshot(Self.stopped(Self.atDivergence)) == [.run(.explain)])
    #expect(driver.state.isBusy)
    #expect(driver.snapshot(Self.stopped(Self.atDivergence)) == [])
    #expect(!driver.state.isBusy)
    #expect(driver.snapshot(Self.stopped(Self.atDivergence)) == [])
  }

  @Test func aTargetThatCannotIsNotAsked() {
    var driver = Driver(Fixture.passed(7, phase: .paused(.step)))
    driver.type("c")
    #expect(driver.snapshot(Fixture.diverged) == [])
  }

  @Test func aCommandComesFirst() {
    for (key, command) in [("n", RunCommand.step), ("c", .continue)] {
      var driver = Driver(Fixture.passed(7, phase: .paused(.step)))
      driver.type("c")
      _ = driver.snapshot(Self.stopped(Self.atDivergence))
      #expect(driver.type(key) == [.cancelRun])
      #expect(driver.snapshot(Self.stopped(Self.atDivergence)) == [.run(command)])
      #expect(driver.state.isBusy && !driver.state.isExplaining)
    }
  }

  @Test func theReasonIsShown() {
    var driver = Driver(Fixture.passed(7, phase: .paused(.step)))
    driver.type("c")
    _ = driver.snapshot(Self.stopped(Self.atDivergence))
    _ = driver.snapshot(Self.stopped(Self.atDivergence, explained: true))
    let text = driver.screen().lines.joined(separator: "\n")
    #expect(driver.state.tab == .why)
    #expect(text.contains("Cause: the candidate lacks Relu; recomputed, the gap closes 2.4e-01 → 3.0e-08"))
    #expect(text.contains("what was seen") && text.contains("Add Relu."))
  }

  @Test func askingAgainMakesTheExperimentsAgain() {
    var driver = Driver(Self.stopped(Self.atDivergence, explained: true))
    #expect(driver.type("w") == [.run(.explain)])
    #expect(driver.state.tab == .why)
    #expect(driver.type("w") == [])
  }

  @Test func whereNothingDiffersThereIsNoReason() {
    var driver = Driver(Fixture.finishedEqual)
    #expect(driver.type("w") == [])
    #expect(driver.state.message?.kind == .warning)
  }
}
