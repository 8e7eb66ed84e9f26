import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import Testing

/// Protects: changes of the tolerance can be taken back one by one and made again, right after a change by `u`, which is
/// `until` everywhere else, and the hints say so.
@Suite struct UndoTests {
  private static func policy(_ rtol: Double, _ atol: Double) -> TolerancePolicy {
    TolerancePolicy(standard: Tolerance(rtol: rtol, atol: atol))
  }

  private static func set(_ policy: TolerancePolicy) -> [Effect] { [.set(.setTolerance(policy)), .saveSettings] }

  @Test func changesAreTakenBackOneByOneAndMadeAgain() {
    var driver = Driver()
    driver.send(.command("tolerance 1e-4 1e-3"))
    driver.send(.command("tolerance 1e-2 1e-2"))
    #expect(driver.type("U") == Self.set(Self.policy(1e-4, 1e-3)))
    #expect(driver.state.message?.text == "Taken back: rtol 0.0001 atol 0.001; Ctrl-R changes it again")
    #expect(driver.type("U") == Self.set(TolerancePolicy()))
    #expect(driver.type("U") == [])
    #expect(driver.state.message?.text == "The tolerance has not been changed")
    #expect(driver.type("<C-r><C-r>") == Self.set(Self.policy(1e-4, 1e-3)) + Self.set(Self.policy(1e-2, 1e-2)))
    #expect(driver.type("<C-r>") == [])
    #expect(driver.state.choices.tolerance == Self.policy(1e-2, 1e-2))
  }

  @Test func aNewChangeLeavesNothingToMakeAgain() {
    var driver = Driver()
    driver.send(.command("tolerance 1e-4 1e-3"))
    driver.type("U")
    driver.send(.command("tolerance 1 1"))
    #expect(driver.type("<C-r>") == [])
    #expect(driver.type("U") == Self.set(TolerancePolicy()))
  }

  @Test func anExceptionIsTakenBackToo() {
    var driver = Driver()
    driver.send(.command("tolerance Mixed_*=0.1,0"))
    #expect(driver.type("U") == Self.set(TolerancePolicy()))
    driver.type("<C-r>")
    #expect(driver.state.message?.text == "Changed again: rtol 1e-06 atol 1e-05, 1 exception")
  }

  @Test func anEditingIsOneChangeHoweverManyKeysItTook() {
    var driver = Driver()
    driver.type("t<Up><Up><Up><Enter>")
    #expect(driver.state.choices.tolerance == Self.policy(1e-3, 1e-5))
    #expect(driver.type("U") == Self.set(TolerancePolicy()))
    #expect(driver.type("U") == [])
  }

  @Test func whatWasGivenUpIsNoChange() {
    var driver = Driver()
    driver.type("t<Up><Esc>")
    #expect(driver.type("U") == [])
  }

  @Test func rightAfterAChangeUTakesItBackAndElsewhereItRuns() {
    var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
    driver.type("t<Up><Enter>")
    #expect(driver.screen().lines.last?.hasPrefix(" u undo") == true)
    #expect(driver.type("u") == Self.set(TolerancePolicy()))
    driver.type("t<Up><Enter>G")
    #expect(driver.screen().contains(" u undo") == false)
    #expect(driver.type("u") == [.run(.until(endpoint: 16))])
  }

  @Test func whatTheDebuggerSaysOfItselfIsNoChange() {
    var driver = Driver()
    var debugger = Fixture.diverged
    debugger.tolerance = Self.policy(1, 1)
    _ = driver.snapshot(debugger)
    #expect(driver.type("U") == [])
  }
}
