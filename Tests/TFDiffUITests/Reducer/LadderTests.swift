import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: when the guide's ladder is climbed, stopped and opened, and where a person is taken and what is told when it ends.
@Suite struct LadderTests {
  private static func climbing(_ debugger: DebuggerState = Fixture.ready) -> Driver {
    var driver = Driver(debugger)
    driver.type("L")
    return driver
  }

  private func selected(_ driver: Driver) -> Int? {
    guard case .ladder(let view) = driver.state.overlay else { return nil }
    return view.selected
  }

  @Test func itIsClimbedWhenItIsFirstOpenedAndOnlyThen() {
    var driver = Driver(Fixture.ready)
    driver.expect("L", [.run(.ladder(keepsGoing: false))]) {
      $0.overlay = .ladder(LadderView())
      $0.climb = Climb(isRunning: true)
      $0.isAwaiting = true
    }
    #expect(driver.state.isBusy)
    _ = driver.snapshot(LadderFixture.running)
    #expect(driver.state.runningStep == 2)
    // Closed, it goes on; opened again, it is not begun anew.
    driver.expect("L") { $0.overlay = nil }
    driver.expect("L") { $0.overlay = .ladder(LadderView(selected: 2)) }
    _ = driver.snapshot(LadderFixture.passed)
    driver.expect("<Esc>L") { $0.overlay = .ladder(LadderView()) }
    #expect(driver.state.isIdle)
  }

  @Test func allOfItIsClimbedOnRequestAndAgain() {
    var driver = Driver(LadderFixture.passed)
    #expect(driver.send(.command("ladder all")) == [.run(.ladder(keepsGoing: true))])
    _ = driver.snapshot(LadderFixture.passed)
    #expect(driver.type("r") == [.run(.ladder(keepsGoing: true))])
    driver.expect("r") { $0.message = Message("The model is running; Ctrl-C stops it", kind: .warning) }
    var other = Driver(Fixture.ready)
    other.send(.command("ladder twice"))
    #expect(other.state.message?.text == "‘twice’ is nothing to climb; write ladder, or ladder all")
    #expect(other.send(.openLadder(keepsGoing: false)) == [.run(.ladder(keepsGoing: false))])
  }

  @Test func itIsNotBegunWhileSomethingElseRuns() {
    var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
    driver.type("c")
    driver.expect("L") { $0.message = Message("The model is running; Ctrl-C stops it", kind: .warning) }
    #expect(driver.send(.command("ladder all")) == [])
  }

  @Test func controlCStopsItAndThenCloses() {
    var driver = Self.climbing()
    _ = driver.snapshot(LadderFixture.running)
    driver.expect("<C-c>", [.cancelRun]) { $0.message = Message("Stopping at the next operation…") }
    _ = driver.snapshot(LadderFixture.cancelled)
    #expect(driver.screen().contains("Stopped; r runs it again."))
    driver.expect("<C-c>") { $0.overlay = nil }
  }

  @Test func aFailureIsChosenAndStoodAt() {
    var driver = Self.climbing()
    _ = driver.snapshot(LadderFixture.running)
    _ = driver.snapshot(LadderFixture.failed)
    #expect(selected(driver) == 2)
    #expect(driver.state.climb.standsAt == .fixedWeights)
    // Its runs are here: nothing is run again.
    driver.expect("<Enter>") { $0.overlay = nil }
    #expect(driver.state.endpointCursor.index == Fixture.diverging)
    #expect(driver.state.focus == .endpoints)
  }

  /// Closed, the ladder goes on, and says at its end what it came to.
  @Test(arguments: [
    (LadderFixture.failed, "Step 3 failed: Mixed_5b is out of tolerance; the regularization losses differ"),
    (LadderFixture.passed, "No step of the ladder failed"), (LadderFixture.cancelled, "The ladder was stopped"),
    (Fixture.ready, "inception-resnet-v2 has no ladder; n, s and c compare the run it has"),
  ])
  func itsEndIsToldOfWhereItIsNotSeen(end: DebuggerState, text: String) {
    var driver = Self.climbing()
    _ = driver.snapshot(LadderFixture.running)
    driver.type("<Esc>")
    _ = driver.snapshot(end)
    #expect(driver.state.message?.text.hasPrefix(text) == true)
  }

  @Test func aStepThatIsNotStoodAtIsOpenedByRunningIt() {
    var driver = Self.climbing()
    _ = driver.snapshot(LadderFixture.failed)
    driver.type("kk")
    driver.expect("<Enter>", [.run(.openStep(.variablesOnce))]) {
      $0.overlay = nil
      $0.isAwaiting = true
      $0.climb.standsAt = nil
      $0.climb.opening = .variablesOnce
    }
    _ = driver.snapshot(Fixture.diverged)
    #expect(driver.state.climb.opening == nil)
    // What else is run makes the ladder's runs a thing of the past.
    var other = Self.climbing()
    _ = other.snapshot(LadderFixture.failed)
    other.type("<Esc>R")
    #expect(other.state.climb.standsAt == nil)
  }

  @Test func whatCannotBeOpenedSaysWhy() {
    var driver = Self.climbing()
    _ = driver.snapshot(LadderFixture.passed)
    driver.type("jjj")
    driver.expect("<Enter>") {
      $0.message = Message("Step 3b was skipped: no checkpoint was given (--checkpoint PREFIX)", kind: .warning)
    }
    #expect(driver.screen().contains("Step 3b was skipped"))
  }

  @Test func aTargetWithoutALadderSaysSo() {
    var driver = Self.climbing()
    var answer = Fixture.ready
    answer.reply = .refused(.noLadder(target: "inception-resnet-v2"))
    _ = driver.snapshot(answer)
    #expect(driver.screen().contains("inception-resnet-v2 has no ladder."))
    driver.expect("<Enter>") { $0.message = Message("There is no step here", kind: .warning) }
    driver.expect("<Esc>") { $0.overlay = nil }
    #expect(driver.state.isIdle)
  }

  @Test func eachStepsFailureIsShownWhereItIsSeen() {
    var again = Self.climbing()
    _ = again.snapshot(LadderFixture.failing(.variablesOnce, Fixture.diverged))
    #expect(again.state.tab == .stack)
    #expect(again.state.focus == .bottom)
    var kinds = Self.climbing()
    var missing = Fixture.diverged
    missing.variables.candidate.removeFirst()
    _ = kinds.snapshot(LadderFixture.failing(.variableKinds, missing))
    #expect(kinds.state.tab == .variables)
    var random = Self.climbing()
    _ = random.snapshot(LadderFixture.failing(.alignedRandomness, Fixture.diverged))
    #expect(random.state.tab == .random)
    #expect(random.state.focus == .bottom)
  }

  @Test func theStatusIsTheLaddersWhereAStepFailed() {
    var kinds = Self.climbing()
    _ = kinds.snapshot(LadderFixture.failing(.variableKinds, Fixture.finishedEqual))
    kinds.expect("<Esc>q", [.saveSettings, .quit(status: 1)]) { $0.overlay = nil }
    var broken = Self.climbing()
    _ = broken.snapshot(LadderFixture.failing(.fixedWeights, Fixture.finishedEqual, verdict: .incomparable))
    broken.expect("<Esc>q", [.saveSettings, .quit(status: 2)]) { $0.overlay = nil }
  }

  /// On a small screen a step may be longer than the window: it scrolls by lines before the next is chosen.
  @Test func everyLineCanBeReached() {
    var driver = Self.climbing()
    _ = driver.snapshot(LadderFixture.failed)
    driver.send(.input(.resize(Size(columns: 40, rows: 10))))
    driver.type("kkkk")
    var seen = driver.screen().lines.joined()
    for _ in 0..<30 {
      driver.type("j")
      seen += driver.screen().lines.joined()
    }
    for word in ["898", "Mixed_5b", "allowed", "randomness", "step into it.", "4b"] {
      #expect(seen.contains(word), "\(word)")
    }
    #expect(selected(driver) == 5)
    driver.type(String(repeating: "k", count: 30))
    #expect(selected(driver) == 0)
    #expect(driver.screen().contains("Variables are"))
  }
}
