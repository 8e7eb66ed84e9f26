import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: sides whose endpoints differ: each endpoint has one row in the reference's order, common
/// ones pair, and the rest are said to be one side's alone, missing or not run.
@Suite struct LockstepTests {
  private func run(
    _ reference: [String], _ candidate: [String], planned: [String] = []
  ) -> DebuggerState {
    let debugger = ScriptedTarget(
      reference: Script(steps: reference.map { endpoint($0, 1) }),
      candidate: Script(steps: candidate.map { endpoint($0, 1) }), planned: planned
    ).debugger(breakpoints: [])
    return debugger.perform(.continue)
  }

  @Test func anExtraEndpointOfTheCandidateIsNotCompared() {
    let state = run(["a", "b", "c"], ["a", "x", "b", "c"])
    #expect(state.names == ["a", "x", "b", "c"])
    #expect(state.statuses == [.match, .candidateOnly, .match, .match])
    #expect(state.conclusion.verdict == .equal)
  }

  @Test func anEndpointThatTheCandidateSkips() {
    for planned in [[], ["a", "b", "c"]] {
      let state = run(["a", "b", "c"], ["a", "c"], planned: planned)
      #expect(state.names == ["a", "b", "c"])
      // Only where both are known to have it does the candidate lack something.
      #expect(state.statuses == [.match, planned.isEmpty ? .referenceOnly : .missingCandidate, .match])
      #expect(state.conclusion.verdict == (planned.isEmpty ? .equal : .diverged))
    }
  }

  @Test func aSkippedEndpointIsKnownAsSoonAsItIsPassed() {
    let debugger = ScriptedTarget(
      reference: Script(steps: ["a", "b", "c", "d"].map { endpoint($0, 1) }),
      candidate: Script(steps: ["a", "c", "d"].map { endpoint($0, 1) }), planned: ["a", "b", "c", "d"]
    ).debugger()
    let state = debugger.perform(.continue)
    #expect(state.phase == .paused(.divergence(endpoint: "b")))
    #expect(state.statuses == [.match, .missingCandidate, .match, .notRun])
  }

  @Test func reorderedEndpointsPairInTheReferencesOrder() {
    for planned in [[], ["a", "b", "c"]] {
      let state = run(["a", "b", "c"], ["b", "a", "c"], planned: planned)
      #expect(state.names == ["a", "b", "c"])
      #expect(state.statuses == [.match, .match, .match])
    }
  }

  @Test func nothingInCommon() {
    let state = run(["a", "b"], ["x", "y"])
    #expect(Set(state.names) == ["a", "b", "x", "y"])
    #expect(state.names.filter { ["a", "b"].contains($0) } == ["a", "b"])
    #expect(state.statuses.allSatisfy { $0 == .referenceOnly || $0 == .candidateOnly })
    #expect(state.conclusion.verdict == .incomparable)
  }

  @Test func oneSideEndsEarly() {
    let state = run(["a", "b", "c"], ["a"])
    #expect(state.statuses == [.match, .referenceOnly, .referenceOnly])
    #expect(state.phase == .finished)
    let other = run(["a"], ["a", "b", "c"], planned: ["a", "b", "c"])
    #expect(other.statuses == [.match, .missingReference, .missingReference])
  }

  @Test func aPlannedEndpointThatNeitherReachesIsNotRun() {
    let state = run(["a", "c"], ["a", "c"], planned: ["a", "b", "c"])
    #expect(state.names == ["a", "c", "b"])
    #expect(state.statuses == [.match, .match, .notRun])
    #expect(state.conclusion.verdict == .equal)
  }

  /// Whatever endpoints the sides name, each row is there once, the reference's order holds, and every common one pairs.
  @Test(arguments: 0..<100)
  func randomEndpoints(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let names = (0..<12).map { "e\($0)" }
    let reference = names.filter { _ in Int.random(in: 0..<4, using: &generator) > 0 }
    var candidate = names.filter { _ in Int.random(in: 0..<4, using: &generator) > 0 }
    if seed % 3 == 0 { candidate.shuffle(using: &generator) }
    let isPlanned = seed % 2 == 0
    let state = run(reference, candidate, planned: isPlanned ? names : [])
    #expect(Set(state.names).count == state.names.count)
    #expect(state.endpoints.filter { $0.reference != nil }.map(\.name) == reference, "seed \(seed)")
    #expect(Set(state.endpoints.filter { $0.candidate != nil }.map(\.name)) == Set(candidate))
    for row in state.endpoints {
      let expected: Status =
        switch (reference.contains(row.name), candidate.contains(row.name)) {
        case (true, true): .match
        case (true, false): isPlanned ? .missingCandidate : .referenceOnly
        case (false, true): isPlanned ? .missingReference : .candidateOnly
        case (false, false): .notRun
        }
      #expect(row.status == expected, "seed \(seed): \(row.name)")
    }
    let passed = state.statuses.count { $0 != .notRun }
    #expect(state.position == passed, "seed \(seed)")
  }
}
