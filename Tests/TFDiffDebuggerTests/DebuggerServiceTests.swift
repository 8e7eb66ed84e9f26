import Synchronization
import TFDiffDebugger
import TFDiffTensor
import Testing

/// Collects what a service posts, as a screen's mailbox does.
private final class Mailbox: Sendable {
  struct Post: Sendable {
    var runID: Int
    var state: DebuggerState
  }
  private let posts = Mutex([Post]())
  func post(_ runID: Int, _ state: DebuggerState) {
    posts.withLock { $0.append(Post(runID: runID, state: state)) }
  }
  var all: [Post] { posts.withLock { $0 } }
  var last: DebuggerState? { all.last?.state }
}

/// A clock that the test moves.
private final class TestClock: Sendable {
  private let offset = Mutex(Duration.zero)
  private let start = ContinuousClock.Instant.now
  var now: ContinuousClock.Instant { offset.withLock { start.advanced(by: $0) } }
  func advance(by duration: Duration) { offset.withLock { $0 += duration } }
}

@Suite struct DebuggerServiceTests {
  @Test func commandsAreCarriedOutInOrder() {
    let mailbox = Mailbox()
    let service = DebuggerService(debugger: ScriptedTarget.diverging().debugger()) { mailbox.post($0, $1) }
    service.send(.step)
    service.send(.step)
    service.send(.continue)
    service.waitUntilIdle()
    #expect(mailbox.last?.phase == .paused(.divergence(endpoint: "c")))
    let stops = mailbox.all.map(\.state).filter { if case .paused = $0.phase { true } else { false } }
    #expect(stops.map(\.position) == [1, 2, 3])
  }

  @Test func sendingDoesNotWaitAndCancelWorksAtOnce() {
    let gate = Gate()
    let steps: [Step] = layer("a", 1) + [.wait(gate)] + layer("b", 2)
    let mailbox = Mailbox()
    let service = DebuggerService(
      debugger: ScriptedTarget(
        reference: Script(steps: steps), candidate: Script(steps: steps), planned: ["a", "b"]
      ).debugger()
    ) { mailbox.post($0, $1) }
    service.send(.continue)
    service.send(.step)
    gate.awaitArrival()
    service.cancel()
    service.waitUntilIdle()
    #expect(mailbox.last?.phase == .paused(.cancelled))
    #expect(mailbox.last?.position == 1, "the step that waited behind was dropped")
    let stops = mailbox.all.count { $0.state.phase == .paused(.cancelled) }
    #expect(stops == 2, "whoever waited for the step is told too")
  }

  @Test func settingsReachARunInProgressAtItsNextEndpoint() {
    let gate = Gate()
    let held: [Step] = layer("a", 1) + [.wait(gate)] + layer("b", 2) + layer("c", 3)
    let off: [Step] = layer("a", 1) + layer("b", 2.5) + layer("c", 3)
    let mailbox = Mailbox()
    let service = DebuggerService(
      debugger: ScriptedTarget(
        reference: Script(steps: held), candidate: Script(steps: off), planned: ["a", "b", "c"]
      ).debugger(), interval: .zero
    ) { mailbox.post($0, $1) }
    service.send(.continue)
    gate.awaitArrival()
    service.send(.addBreakpoint(.name(glob: "c")))
    service.send(.deleteBreakpoint(id: 1))
    service.send(.setTolerance(TolerancePolicy(standard: Tolerance(rtol: 0, atol: 1))))
    gate.open()
    service.waitUntilIdle()
    let state = mailbox.last
    #expect(state?.breakpoints.map(\.id) == [2])
    #expect(state?.statuses == [.match, .match, .match], "b, out of the old tolerance, did not stop the run")
    #expect(state?.phase == .paused(.breakpoint(id: 2, at: "c")))
  }

  @Test func settingsAreAppliedWhereNothingRuns() {
    let mailbox = Mailbox()
    let service = DebuggerService(debugger: ScriptedTarget.equal().debugger()) { mailbox.post($0, $1) }
    service.send(.addBreakpoint(.name(glob: "b")))
    service.waitUntilIdle()
    #expect(mailbox.last?.breakpoints.count == 2)
    service.send(.continue)
    service.waitUntilIdle()
    #expect(mailbox.last?.phase == .paused(.breakpoint(id: 2, at: "b")))
  }

  @Test func breakpointsCanBeginSwitchedOff() {
    var options = DebuggerOptions(breakpoints: [.mismatch, .name(glob: "b")])
    options.disabledBreakpoints = [.mismatch]
    let debugger = Debugger(target: ScriptedTarget.diverging().target, options: options)
    #expect(debugger.state.breakpoints.map(\.isEnabled) == [false, true])
  }

  @Test func aRestartEndsTheOldRunAndItsPostsAreStale() {
    let gate = Gate()
    let steps: [Step] = layer("a", 1) + [.wait(gate)] + layer("b", 2)
    let mailbox = Mailbox()
    let service = DebuggerService(
      debugger: ScriptedTarget(
        reference: Script(steps: steps), candidate: Script(steps: steps), planned: ["a", "b"]
      ).debugger(), interval: .zero
    ) { mailbox.post($0, $1) }
    #expect(service.send(.continue) == 1)
    service.send(.step)
    gate.awaitArrival()
    #expect(service.send(.restart) == 2)
    #expect(service.runID == 2)
    service.waitUntilIdle()
    let posts = mailbox.all
    let first = posts.firstIndex { $0.runID == 2 }
    #expect(first != nil)
    #expect(posts[(first ?? 0)...].allSatisfy { $0.runID == 2 }, "nothing of the old run comes after")
    #expect(posts.last?.state.phase == .ready)
    #expect(posts.last?.state.position == 0)
    gate.open()
    service.send(.continue)
    service.waitUntilIdle()
    #expect(mailbox.last?.phase == .finished)
  }

  @Test func progressIsThrottledByTheClockAndTheEndIsAlwaysPosted() {
    let clock = TestClock()
    let mailbox = Mailbox()
    let steps = (0..<50).map { endpoint("e\($0)", 1) }
    let service = DebuggerService(
      debugger: ScriptedTarget(reference: Script(steps: steps), candidate: Script(steps: steps)).debugger(),
      interval: .seconds(1000), now: { clock.now }
    ) { mailbox.post($0, $1) }
    service.send(.until(endpoint: 1_000))
    service.waitUntilIdle()
    #expect(mailbox.all.count == 2, "one of fifty while the clock stands, and the last")
    #expect(mailbox.last?.phase == .finished)
    clock.advance(by: .seconds(1001))
    service.send(.restart)
    service.send(.continue)
    service.waitUntilIdle()
    #expect(mailbox.all.count == 5)
  }

  /// What is said just before something that takes long is seen while that goes on, and never after what came later.
  @Test func whatCameTooEarlyIsPostedInTime() throws {
    let gate = Gate()
    let mailbox = Mailbox()
    let steps: [Step] = [.log("one"), .log("two"), .log("three"), .wait(gate)] + layer("a", 1)
    let service = DebuggerService(
      debugger: ScriptedTarget(reference: Script(steps: steps), candidate: Script(steps: layer("a", 1))).debugger(),
      interval: .milliseconds(50)
    ) { mailbox.post($0, $1) }
    service.send(.continue)
    gate.awaitArrival()
    let deadline = ContinuousClock.now + .seconds(20)
    while mailbox.last?.log.count != 3, ContinuousClock.now < deadline { nap() }
    #expect(mailbox.last?.log.map(\.text) == ["one", "two", "three"])
    gate.open()
    service.waitUntilIdle()
    #expect(mailbox.last?.phase == .finished)
    let positions = mailbox.all.map(\.state.position)
    #expect(positions == positions.sorted())
  }

  /// A start that takes long says what it is: which side, and what it is at.
  @Test func aStartSaysWhatItIsAt() {
    let target = ScriptedTarget(
      reference: Script(steps: [.log("Runtime 3"), .log("hello")] + layer("a", 1)),
      candidate: Script(steps: layer("a", 1)))
    var described = target.target
    described.sides.reference.stages = StartStages(first: "starting the runtime") { log in
      log.hasPrefix("Runtime ") ? "building in \(log)" : nil
    }
    let debugger = Debugger(target: described)
    var told: [String] = []
    debugger.perform(.continue) { state in
      if case .running(let words) = state.phase, told.last != words { told.append(words) }
    }
    #expect(told.prefix(3) == ["running", "starting the runtime · reference", "building in Runtime 3 · reference"])
    #expect(!told.contains { $0.contains("candidate") })
    // What goes on from there has begun.
    debugger.perform(.restart)
    debugger.perform(.step)
    var later: [String] = []
    debugger.perform(.continue) { state in if case .running(let words) = state.phase { later.append(words) } }
    #expect(later.allSatisfy { $0.hasPrefix("running") })
  }

  @Test func afterStopNothingIsPosted() {
    let mailbox = Mailbox()
    let service = DebuggerService(debugger: ScriptedTarget.equal().debugger()) { mailbox.post($0, $1) }
    service.stop()
    service.send(.continue)
    service.waitUntilIdle()
    #expect(mailbox.all.isEmpty)
  }

  /// Protects: what a report is written of; the screen hears nothing of the runs that are made for it.
  @Test func aReportsStateIsLocatedAfterWhatWasHandedInAndNothingIsPosted() {
    let mailbox = Mailbox()
    let service = DebuggerService(debugger: ScriptedTarget.diverging().debugger()) { mailbox.post($0, $1) }
    service.send(.continue)
    #expect(service.locatedDivergence().divergence?.operation?.name == "net/c/Relu")
    #expect(mailbox.last?.divergence?.operation == nil)
    service.stop()
    #expect(service.locatedDivergence().divergence?.operation?.name == "net/c/Relu")
  }

  /// Protects: the typed reply, which the screen tells of; it is of the latest command alone.
  @Test func whatBecameOfACommandIsTyped() {
    let mailbox = Mailbox()
    let service = DebuggerService(debugger: ScriptedTarget.equal().debugger()) { mailbox.post($0, $1) }
    func reply(_ send: (DebuggerService) -> Void) -> Reply? {
      send(service)
      service.waitUntilIdle()
      return mailbox.last?.reply
    }
    #expect(reply { $0.send(.out) } == .refused(.notInside))
    #expect(reply { $0.send(.deleteBreakpoint(id: 9)) } == .refused(.noBreakpoint(id: 9, known: [1])))
    #expect(reply { $0.send(.into(endpoint: 99)) } == .refused(.noEndpoint(index: 99, known: 2)))
    #expect(reply { $0.send(.ladder(keepsGoing: true)) } == .refused(.noLadder(target: "scripted")))
    #expect(reply { $0.send(.openStep(.fixedWeights)) } == .refused(.noStep(.fixedWeights, target: "scripted")))
    #expect(reply { $0.send(.operationSeed("7")) } == .refused(.noOperationSeed(target: "scripted")))
    #expect(reply { $0.send(.step) } == .done)
  }

  @Test func locatingFillsTheOperations() {
    let mailbox = Mailbox()
    let service = DebuggerService(debugger: ScriptedTarget.diverging().debugger()) { mailbox.post($0, $1) }
    service.send(.continue)
    service.send(.locateDivergence)
    service.waitUntilIdle()
    #expect(mailbox.last?.divergence?.operation?.name == "net/c/Relu")
  }
}
