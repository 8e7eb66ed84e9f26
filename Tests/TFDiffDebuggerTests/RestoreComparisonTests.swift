import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: what is told of a checkpoint that was loaded, and that it alone changes no verdict.
@Suite struct RestoreComparisonTests {
  private let checkpoint = CheckpointDescription(
    path: "model.ckpt", style: "object-based", variables: ["both", "keys/one", "unused"])

  private func state(_ reference: [VariableEvent], _ candidate: [VariableEvent]) -> DebuggerState {
    var state = DebuggerState(target: .scripted(checkpoint: checkpoint))
    state.variables = SidePair(reference: reference, candidate: candidate)
    state.phase = .finished
    return state
  }

  private func restored(_ name: String, key: String? = nil, call: Int = 1) -> VariableEvent {
    variable(name, call: call, origin: .checkpoint(key: key ?? name))
  }

  @Test func eachVariableIsInOnePlace() throws {
    let restore = try #require(
      state(
        [restored("both"), restored("one", key: "keys/one"), variable("left"), restored("mine")],
        [restored("both"), variable("one"), variable("left"), variable("theirs", origin: .fixed)]
      ).restoreComparison)
    #expect(restore.restored == ["both", "mine"])
    #expect(restore.restoredOnOneSide == ["one"])
    #expect(restore.leftInitial == ["left", "theirs"])
    #expect(restore.unused == ["unused"], "one was restored under its key")
  }

  @Test func aNameUsedAgainOnALaterCallIsNotTakenForTheOtherSide() throws {
    let restore = try #require(
      state([restored("both")], [restored("both"), variable("both", call: 2)]).restoreComparison)
    #expect(restore.restored == ["both"])
    #expect(restore.restoredOnOneSide.isEmpty)
  }

  @Test func whatMayStillBeAskedForIsNotUnused() {
    var state = state([restored("both")], [])
    state.phase = .paused(.step)
    #expect(state.restoreComparison?.unused == [])
  }

  @Test func withoutACheckpointThereIsNothingToTell() {
    var state = state([restored("both")], [variable("both")])
    #expect(state.restoreComparison?.restoredOnOneSide == ["both"])
    state.target.checkpoint = nil
    #expect(state.restoreComparison == nil)
  }

  @Test func valuesDecideTheVerdictNotWhereTheyComeFrom() {
    let target = ScriptedTarget(
      reference: Script(steps: [.variable(restored("w"))] + layer("a", 1)),
      candidate: Script(steps: [.variable(variable("w"))] + layer("a", 1)),
      description: .scripted(checkpoint: checkpoint))
    let result = CheckRunner(target: target.target).run()
    #expect(result.state.restoreComparison?.restoredOnOneSide == ["w"])
    #expect(result.conclusion == Conclusion(verdict: .equal, findings: []))
  }
}
