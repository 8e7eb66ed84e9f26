import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: which endpoints and updates of two streams of events are one row, in which order, and how
/// each row is judged, now and with another tolerance. Events in, state out.
@Suite struct RecorderTests {
  private func recorder(planned: [String] = []) -> Recorder {
    let target = TargetDescription(
      name: "t", mode: nil, training: false, seed: 1, input: "ones",
      runtimes: SidePair(reference: "r", candidate: "c"))
    return Recorder(state: DebuggerState(target: target), plannedEndpoints: planned)
  }

  private func arrival(_ name: String, _ value: Float = 1) -> TraceEvent {
    .endpoint(EndpointEvent(name: name, value: tensor([value])))
  }

  private func update(_ name: String, _ value: Float) -> TraceEvent {
    .update(UpdateEvent(variable: name, operation: "assign", value: tensor([value])))
  }

  @Test func plannedEndpointsAreThereBeforeTheyRun() {
    let state = recorder(planned: ["a", "b"]).state
    #expect(state.names == ["a", "b"])
    #expect(state.statuses == [.notRun, .notRun])
  }

  @Test func theReferencesOrderPutsThePlanRight() {
    var recorder = recorder(planned: ["a", "b", "c"])
    for name in ["b", "a", "c"] {
      for side in Side.allCases { recorder.record(arrival(name), from: side) }
      recorder.settle()
    }
    #expect(recorder.state.names == ["b", "a", "c"])
    #expect(recorder.state.position == 3)
    #expect(recorder.state.statuses == [.match, .match, .match])
  }

  @Test func aNameReachedAgainGetsANumber() {
    var recorder = recorder()
    for value: Float in [1, 2] {
      recorder.record(arrival("dense", value), from: .reference)
      recorder.record(arrival("dense", value), from: .candidate)
      recorder.settle()
    }
    #expect(recorder.state.names == ["dense", "dense#2"])
    #expect(recorder.state.statuses == [.match, .match])
  }

  @Test func whatOneSideSkippedIsItsAloneOnceTheyMeetAgain() {
    var recorder = recorder()
    recorder.record(arrival("a"), from: .reference)
    recorder.record(arrival("b"), from: .reference)
    recorder.record(arrival("x"), from: .candidate)
    recorder.record(arrival("b"), from: .candidate)
    recorder.settle()
    #expect(recorder.state.names == ["a", "x", "b"])
    #expect(recorder.state.statuses == [.referenceOnly, .candidateOnly, .match])
    #expect(recorder.state.position == 3)
  }

  @Test func aLateArrivalTakesBackThatItWasMissing() {
    var recorder = recorder()
    recorder.record(arrival("a"), from: .reference)
    recorder.record(arrival("b"), from: .reference)
    recorder.record(arrival("b"), from: .candidate)
    recorder.settle()
    #expect(recorder.state.statuses == [.referenceOnly, .match])
    recorder.record(arrival("a"), from: .candidate)
    #expect(recorder.state.statuses == [.match, .match])
  }

  @Test func shapeAndElementTypeAreComparedFirst() {
    for other in [tensor([1, 1]), Tensor([1.0]), tensor([1], [1, 1])] {
      var recorder = recorder()
      recorder.record(arrival("a"), from: .reference)
      recorder.record(.endpoint(EndpointEvent(name: "a", value: other)), from: .candidate)
      recorder.settle()
      #expect(recorder.state.statuses == [.shapeMismatch])
      #expect(recorder.state.endpoints[0].comparison == nil)
    }
  }

  @Test func nanEqualsNanAndAnInfinityItself() {
    var recorder = recorder()
    let odd = tensor([.nan, .infinity, -.infinity, 1])
    recorder.record(.endpoint(EndpointEvent(name: "a", value: odd)), from: .reference)
    recorder.record(.endpoint(EndpointEvent(name: "a", value: odd)), from: .candidate)
    recorder.record(.endpoint(EndpointEvent(name: "b", value: odd)), from: .reference)
    recorder.record(
      .endpoint(EndpointEvent(name: "b", value: tensor([0, .infinity, .infinity, 1]))), from: .candidate)
    recorder.settle()
    #expect(recorder.state.statuses == [.match, .mismatch])
    #expect(recorder.state.endpoints[1].comparison?.mismatched == 2)
    #expect(recorder.state.endpoints[0].reference?.statistics.nan == 1)
    #expect(recorder.state.endpoints[0].reference?.statistics.inf == 2)
  }

  @Test func anAssignedVariableThatDiffersMakesAMatchingEndpointAMismatchAndSaysSo() {
    var recorder = recorder(planned: ["a", "b"])
    recorder.record(update("bn/moving_mean", 1), from: .reference)
    recorder.record(arrival("a"), from: .reference)
    recorder.record(update("bn/moving_mean", 2), from: .candidate)
    recorder.record(arrival("a"), from: .candidate)
    recorder.settle()
    let row = recorder.state.endpoints[0]
    #expect(row.status == .mismatch)
    #expect(row.activationStatus == .match)
    #expect(row.comparison?.isMatch == true)
    #expect(row.explanation?.contains("bn/moving_mean") == true)
    #expect(recorder.state.firstDivergence == 0)
  }

  @Test func updatesToldOfAtTheEndFindThoseToldOfInPlace() {
    var recorder = recorder(planned: ["a", "b"])
    recorder.record(arrival("a"), from: .reference)
    recorder.record(update("mean", 1), from: .candidate)
    recorder.record(arrival("a"), from: .candidate)
    recorder.settle()
    #expect(recorder.state.statuses[0] == .match, "an update that may still come is no divergence")
    recorder.record(arrival("b"), from: .reference)
    recorder.record(arrival("b"), from: .candidate)
    recorder.settle()
    recorder.record(update("mean", 5), from: .reference)
    #expect(recorder.state.statuses == [.mismatch, .match])
    #expect(recorder.state.endpoints[0].updates.count == 1)
  }

  @Test func whatOneSideAloneAssignedIsMissingWhenBothAreOver() {
    var recorder = recorder(planned: ["a"])
    recorder.record(arrival("a"), from: .reference)
    recorder.record(update("mean", 1), from: .candidate)
    recorder.record(arrival("a"), from: .candidate)
    recorder.settle()
    for side in Side.allCases { recorder.end(side) }
    recorder.settle()
    #expect(recorder.state.endpoints[0].updates.map(\.status) == [.missingReference])
    #expect(recorder.state.statuses == [.mismatch])
  }

  /// Without a plan, what a run tells after its last endpoint belongs to that endpoint.
  @Test func updatesAfterTheLastUnplannedEndpointStayWithIt() {
    var recorder = recorder()
    for side in Side.allCases { recorder.record(arrival("a"), from: side) }
    recorder.settle()
    for side in Side.allCases {
      recorder.record(update("mean", 1), from: side)
      recorder.end(side)
    }
    recorder.settle()
    #expect(recorder.state.names == ["a"])
    #expect(recorder.state.endpoints[0].updates.map(\.status) == [.match])
  }

  @Test func toleranceJudgesEverythingAnew() {
    var recorder = recorder(planned: ["a", "b"])
    for (name, off): (String, Float) in [("a", 0.01), ("b", 0.5)] {
      recorder.record(update("\(name)/mean", 1), from: .reference)
      recorder.record(arrival(name, 1), from: .reference)
      recorder.record(update("\(name)/mean", 1 + off), from: .candidate)
      recorder.record(arrival(name, 1 + off), from: .candidate)
      recorder.settle()
    }
    #expect(recorder.state.firstDivergence == 0)
    recorder.setTolerance(TolerancePolicy(standard: Tolerance(rtol: 0, atol: 0.1)))
    #expect(recorder.state.statuses == [.match, .mismatch])
    #expect(recorder.state.endpoints.map { $0.updates[0].status } == [.match, .mismatch])
    #expect(recorder.state.firstDivergence == 1)
    recorder.setTolerance(
      TolerancePolicy(
        standard: Tolerance(rtol: 0, atol: 0.001),
        exceptions: [.init(glob: "?", tolerance: Tolerance(rtol: 0, atol: 1))]))
    #expect(recorder.state.firstDivergence == nil)
    recorder.setTolerance(.init())
    #expect(recorder.state.statuses == [.mismatch, .mismatch])
  }

  @Test func theLastExceptionThatMatchesWins() {
    let wide = Tolerance(rtol: 0, atol: 1)
    let narrow = Tolerance(rtol: 0, atol: 0.1)
    let policy = TolerancePolicy(
      exceptions: [.init(glob: "Mixed_*", tolerance: wide), .init(glob: "*_6a", tolerance: narrow)])
    #expect(policy.tolerance(for: "Mixed_5b") == wide)
    #expect(policy.tolerance(for: "Mixed_6a") == narrow)
    #expect(policy.tolerance(for: "Logits") == .standard)
  }

  /// Each of ten thousand endpoints is judged.
  @Test func manyEndpoints() {
    let names = (0..<10_000).map { "layer\($0)" }
    var recorder = recorder(planned: names)
    for name in names {
      for side in Side.allCases { recorder.record(arrival(name), from: side) }
      recorder.settle()
    }
    #expect(recorder.state.position == 10_000)
    #expect(recorder.state.statuses.allSatisfy { $0 == .match })
  }
}
