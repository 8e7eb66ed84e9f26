import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import Testing

/// Protects: what each key of stepping asks of the debugger and when, what is refused and why, and the
/// exit status that quitting gives.
@Suite struct RunningTests {
  @Test func runCommandsAreSentOnceUntilTheyCameBack() {
    for (keys, command) in [("n", RunCommand.step), ("c", .continue), ("R", .restart)] {
      var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
      driver.expect(keys, [.run(command)]) { $0.isAwaiting = true }
      #expect(driver.state.isBusy)
      _ = driver.snapshot(Fixture.passed(4, phase: .paused(.step)))
      #expect(!driver.state.isBusy)
      #expect(driver.state.endpointCursor.index == 3)
    }
  }

  @Test func stepsTypedAheadFollowOneAnother() {
    var driver = Driver(Fixture.passed(1, phase: .paused(.step)))
    driver.expect("nnn", [.run(.step)]) {
      $0.isAwaiting = true
      $0.queue = [.step, .step]
    }
    #expect(driver.snapshot(Fixture.passed(2, phase: .running("running Conv2d_2b_3x3"))) == [])
    #expect(driver.snapshot(Fixture.passed(2, phase: .paused(.step))) == [.run(.step)])
    #expect(driver.snapshot(Fixture.passed(3, phase: .paused(.step))) == [.run(.step)])
    #expect(driver.snapshot(Fixture.passed(4, phase: .paused(.step))) == [])
    #expect(driver.state.isIdle)
  }

  @Test func aDivergenceDropsStepsTypedAhead() {
    var driver = Driver(Fixture.passed(7, phase: .paused(.step)))
    driver.type("nnn")
    #expect(driver.snapshot(Fixture.diverged) == [])
    #expect(driver.state.queue == [])
    #expect(driver.state.message?.text == "Mixed_5b diverges")
  }

  @Test func continueWhileRunningIsRefused() {
    var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
    driver.type("c")
    driver.expect("c") { $0.message = Message("The model is running; Ctrl-C stops it", kind: .warning) }
  }

  @Test func restartIsTakenWhileRunning() {
    var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
    driver.type("cn")
    driver.expect("R", [.run(.restart)]) { $0.queue = [] }
  }

  @Test func untilTheEndpointUnderTheCursor() {
    var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
    driver.expect("u") {
      $0.message = Message(
        "Conv2d_2b_3x3 has been passed; move to a later endpoint, or restart with R", kind: .warning)
    }
    driver.expect("jjjj") {
      $0.isFollowing = false
      $0.endpointCursor.index = 6
    }
    driver.expect("u", [.run(.until(endpoint: 6))]) {
      $0.isFollowing = true
      $0.isAwaiting = true
    }
  }

  @Test func intoTheNextEndpointOrTheDivergedOne() {
    var matching = Driver(Fixture.passed(3, phase: .paused(.step)))
    matching.expect("s", [.run(.into(endpoint: 3))]) { $0.isAwaiting = true }
    var diverged = Driver(Fixture.diverged)
    diverged.expect("s", [.run(.into(endpoint: 7))]) {
      $0.isAwaiting = true
      $0.isFollowing = false
      $0.openEndpoint = 7
      $0.landing = 7
    }
  }

  @Test func recordedOperationsOpenAtTheFirstThatDiffers() {
    var driver = Driver(Fixture.recorded)
    driver.expect("s") {
      $0.isFollowing = false
      $0.openEndpoint = 7
      $0.operationCursor = ListCursor(index: 2)
    }
    #expect(driver.state.subject?.name.hasSuffix("Relu") == true)
    driver.expect("F") { $0.openEndpoint = nil }
  }

  @Test func insideAnEndpointIntoStepsAndOutLeaves() {
    var driver = Driver(Fixture.inside)
    #expect(driver.state.openEndpoint == 7)
    #expect(driver.state.operationCursor.index == 3)
    driver.expect("s", [.run(.step)]) { $0.isAwaiting = true }
    _ = driver.snapshot(Fixture.inside)
    driver.expect("F", [.run(.out)]) { $0.isAwaiting = true }
    _ = driver.snapshot(Fixture.diverged)
    #expect(driver.state.openEndpoint == nil)
    #expect(driver.state.endpointCursor.index == 7)
  }

  @Test func outIsRefusedOutside() {
    var driver = Driver(Fixture.diverged)
    driver.expect("F") { $0.message = Message("Not inside an endpoint; s steps into one", kind: .warning) }
  }

  @Test func backLooksAtWhatIsRecordedAndRunningReturns() {
    var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
    driver.expect("NN") {
      $0.isFollowing = false
      $0.endpointCursor.index = 0
    }
    driver.expect("N") { $0.message = Message("Nothing was recorded before this", kind: .warning) }
    // A snapshot leaves a person who looks back where they are.
    _ = driver.snapshot(Fixture.passed(4, phase: .paused(.step)))
    #expect(driver.state.endpointCursor.index == 0)
    driver.type("nnn")
    #expect(driver.state.endpointCursor.index == 3)
    driver.type("n")
    _ = driver.snapshot(Fixture.passed(5, phase: .paused(.step)))
    #expect(driver.state.endpointCursor.index == 4)
  }

  @Test func endedAndFailedRunsSayWhatToDo() {
    var ended = Driver(Fixture.finishedEqual)
    ended.expect("n") { $0.message = Message("Both runs have ended; R restarts them", kind: .warning) }
    var failed = Driver(Fixture.passed(2, phase: .failed(.candidate, message: "out of memory")))
    #expect(failed.state.message?.text == "The candidate failed")
    failed.expect("c") {
      $0.message = Message("The candidate has failed; R runs both again", kind: .warning)
    }
  }

  /// Ctrl-C right after c: the command may not have begun, and nothing runs any more all the same.
  @Test func aCommandThatIsStoppedBeforeItBeginsIsNotWaitedFor() {
    var driver = Driver(Fixture.ready)
    driver.type("c")
    #expect(driver.type("<C-c>") == [.cancelRun])
    #expect(driver.state.isBusy)
    _ = driver.snapshot(Fixture.ready)
    #expect(!driver.state.isBusy && driver.state.message?.text == "Stopped")
  }

  @Test func snapshotsOfOlderRunsAreDropped() {
    var driver = Driver(Fixture.diverged)
    _ = driver.snapshot(Fixture.ready, run: 2)
    #expect(driver.state.debugger.position == 0)
    _ = driver.snapshot(Fixture.diverged, run: 1)
    #expect(driver.state.debugger.position == 0)
  }

  @Test func controlCCancelsOrAsksToQuit() {
    var running = Driver(Fixture.passed(3, phase: .paused(.step)))
    running.type("cn")
    running.expect("<C-c>", [.cancelRun]) {
      $0.queue = []
      $0.message = Message("Stopping at the next operation…")
    }
    var idle = Driver(Fixture.diverged)
    idle.expect("<C-c>") { $0.overlay = .confirmQuit }
    idle.expect("n") { $0.overlay = nil }
    idle.expect("<C-c><C-c>", [.saveSettings, .quit(status: 1)])
  }

  @Test func quitSaysHowTheRunsCompare() {
    var diverged = Driver(Fixture.diverged)
    diverged.expect("q", [.saveSettings, .quit(status: 1)])
    var equal = Driver(Fixture.finishedEqual)
    equal.expect("q", [.saveSettings, .quit(status: 0)])
    var running = Driver(Fixture.diverged)
    running.type("c")
    running.expect("q") { $0.overlay = .confirmQuit }
    running.expect("y", [.cancelRun, .saveSettings, .quit(status: 1)]) { $0.overlay = nil }
    #expect(running.send(.terminate) == [.cancelRun, .saveSettings, .quit(status: 1)])
  }

  @Test func headlineNamesAnythingThatDiverges() {
    var created = Fixture.finishedEqual
    created.variables.candidate.append(
      VariableEvent(name: "scaling/Variable", shape: [], dtype: .float32, trainable: true, call: 2))
    #expect(VerdictText.headline(Driver(created).state) == "diverged: variable created again")
    var loss = Fixture.finishedEqual
    loss.candidateSummary = RunSummary(regularizationLoss: 1.3, seconds: 1)
    #expect(VerdictText.headline(Driver(loss).state) == "diverged: regularization loss")
    #expect(VerdictText.headline(Driver(Fixture.finishedEqual).state) == "equal")
    #expect(VerdictText.headline(Driver(Fixture.ready).state) == "not run")
    var halfway = Fixture.passed(3, phase: .paused(.step))
    halfway.variables.candidate.removeLast()
    #expect(VerdictText.headline(Driver(halfway).state) == "equal so far")
  }
}
