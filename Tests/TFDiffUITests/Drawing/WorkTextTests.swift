import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: what takes long says what it is, for how long it has been at it, and how much longer it takes.
@Suite struct WorkTextTests {
  private static func running(_ words: String, passed: Int = 0) -> DebuggerState {
    Fixture.passed(passed, phase: .running(words))
  }

  @Test func whatTakesLongIsTimed() {
    var driver = Driver(Fixture.ready)
    driver.send(.tick(frame: 1, seconds: 40))
    driver.type("c")
    _ = driver.snapshot(Self.running("starting TensorFlow · reference"))
    driver.send(.tick(frame: 2, seconds: 41))
    #expect(WorkText.words(driver.state) == "starting TensorFlow · reference")
    driver.send(.tick(frame: 3, seconds: 47))
    #expect(WorkText.words(driver.state) == "starting TensorFlow · reference 6 s")
    #expect(driver.screen().lines[0].contains("starting TensorFlow · reference 6 s"))
    // What comes next is timed by itself.
    _ = driver.snapshot(Self.running("building the model in TensorFlow 2.12.1 · reference"))
    #expect(WorkText.words(driver.state) == "building the model in TensorFlow 2.12.1 · reference")
    driver.send(.tick(frame: 4, seconds: 48))
    driver.send(.tick(frame: 5, seconds: 251))
    #expect(WorkText.words(driver.state) == "building the model in TensorFlow 2.12.1 · reference 3 min")
  }

  /// Where layers go by, what matters is how much longer.
  @Test func theRestIsReckonedFromWhatWentBy() {
    var driver = Driver(Fixture.ready)
    driver.type("c")
    _ = driver.snapshot(Self.running("running Conv2d_1a_3x3"))
    driver.send(.tick(frame: 1, seconds: 10))
    _ = driver.snapshot(Self.running("running Conv2d_3b_1x1", passed: 4))
    driver.send(.tick(frame: 2, seconds: 11))
    #expect(WorkText.words(driver.state) == "running Conv2d_3b_1x1")
    driver.send(.tick(frame: 3, seconds: 14))
    // Four layers in four seconds, and thirteen to come.
    #expect(WorkText.words(driver.state) == "running Conv2d_3b_1x1, 13 s left")
    #expect(driver.screen().lines[0].contains("13 s left"))
    _ = driver.snapshot(Fixture.diverged)
    #expect(driver.state.work == nil)
  }

  @Test func aRunThatBeginsAnewIsTimedAnew() {
    var driver = Driver(Fixture.ready)
    driver.type("c")
    _ = driver.snapshot(Self.running("running Conv2d_3b_1x1", passed: 4))
    driver.send(.tick(frame: 1, seconds: 10))
    driver.send(.tick(frame: 2, seconds: 30))
    _ = driver.snapshot(Self.running("running Conv2d_1a_3x3"), run: 2)
    driver.send(.tick(frame: 3, seconds: 31))
    #expect(WorkText.words(driver.state) == "running Conv2d_1a_3x3")
    driver.send(.tick(frame: 4, seconds: 33))
    #expect(WorkText.words(driver.state) == "running Conv2d_1a_3x3 2 s")
  }
}
