import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: where a person looks back, `n` goes forward through what was recorded, says where it runs on, and runs on there.
@Suite struct ForwardTests {
  @Test func steppingGoesForwardThroughWhatWasRecordedAndThenRuns() {
    var driver = Driver(Fixture.passed(4, phase: .paused(.step)))
    driver.type("NNN")
    #expect(driver.state.endpointCursor.index == 0)
    #expect(driver.screen().lines.last?.contains("n forward") == true)
    #expect(driver.type("nn") == [])
    #expect(driver.state.endpointCursor.index == 2 && driver.state.message == nil)
    #expect(driver.type("n") == [])
    #expect(driver.state.endpointCursor.index == 3)
    #expect(driver.state.message?.text == "The last that was recorded: n runs on from here")
    #expect(driver.screen().lines.last?.contains("n step") == true)
    #expect(driver.type("n") == [.run(.step)])
  }

  @Test func whatIsAheadOfTheRunIsNotGoneForwardThrough() {
    var driver = Driver(Fixture.passed(4, phase: .paused(.step)))
    driver.type("jjj")
    #expect(driver.type("n") == [.run(.step)])
  }

  @Test func operationsAreGoneForwardThroughToo() {
    var driver = Driver(Fixture.recorded)
    driver.type("ds")
    #expect(driver.state.operationCursor.index == 2)
    #expect(driver.type("nn") == [])
    #expect(driver.state.operationCursor.index == 4)
    #expect(driver.type("n") == [.run(.step)])
  }

  @Test func whereTheRunHasEndedThereIsNothingToRunOnTo() {
    var driver = Driver(Fixture.finishedEqual)
    driver.type("NNnn")
    #expect(driver.state.endpointCursor.index == 16 && driver.state.message == nil)
    driver.type("n")
    #expect(driver.state.message?.text == "Both runs have ended; R restarts them")
  }
}
