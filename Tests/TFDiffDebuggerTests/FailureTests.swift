import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: a side that raises, dies or cannot be opened is named with its message, what ran before it
/// stays compared, and the verdict is incomparable.
@Suite struct FailureTests {
  private func target(
    reference: [Step]? = nil, candidate: [Step]? = nil, planned: [String] = ["a", "b", "c"]
  ) -> ScriptedTarget {
    let good = layer("a", 1) + layer("b", 2) + layer("c", 3)
    return ScriptedTarget(
      reference: Script(steps: reference ?? good), candidate: Script(steps: candidate ?? good),
      planned: planned)
  }

  @Test func aFailingCandidateLeavesTheRowMissingAndWhatWasRecorded() {
    let steps = layer("a", 1) + [op("net/b/Conv2D", "Conv2D", 8), .fail(ScriptError("shapes do not fit"))]
    let debugger = target(candidate: steps).debugger()
    let state = debugger.perform(.continue)
    #expect(state.phase == .failed(.candidate, message: "shapes do not fit"))
    #expect(state.statuses == [.match, .missingCandidate, .notRun])
    #expect(state.position == 2)
    #expect(state.firstDivergence == 1)
    #expect(state.failure?.endpoint == "b")
    // What raised was not compared, whatever is missing for it.
    #expect(state.conclusion.verdict == .incomparable)
    #expect(debugger.perform(.step).phase == state.phase, "there is no way on but restart")
    let located = debugger.locateDivergence()
    #expect(located.phase == state.phase)
    #expect(located.endpoints[1].operations.map(\.status) == [.match, .missingCandidate, .missingCandidate])
    #expect(located.divergence?.operation?.name == "net/b/FusedBatchNormV3")
  }

  @Test func aFailureInsideAnEndpointStillBringsTheOtherSideThere() {
    let steps = layer("a", 1) + [op("net/b/Conv2D", "Conv2D", 8), .fail(ScriptError("boom"))]
    let debugger = target(candidate: steps).debugger()
    debugger.perform(.step)
    debugger.perform(.into(endpoint: 1))
    let state = debugger.perform(.step)
    #expect(state.phase == .failed(.candidate, message: "boom"))
    #expect(!state.isInside)
    #expect(state.statuses == [.match, .missingCandidate, .notRun])
    #expect(state.endpoints[1].operations.first?.status == .match)
    #expect(state.endpoints[1].operations.count == 3)
  }

  @Test func aFailingReferenceMakesItIncomparable() {
    let debugger = target(reference: layer("a", 1) + [.fail(ScriptError("no such file"))]).debugger()
    let state = debugger.perform(.continue)
    #expect(state.phase == .failed(.reference, message: "no such file"))
    #expect(state.statuses == [.match, .missingReference, .notRun])
    #expect(state.conclusion.verdict == .incomparable)
  }

  @Test func aDeadWorkerMakesItIncomparable() {
    let state = target(candidate: [.fail(WorkerDied())]).debugger().perform(.continue)
    #expect(state.conclusion.verdict == .incomparable)
    #expect(state.conclusion.findings.first?.description.contains("the worker died") == true)
  }

  @Test func aRunThatCannotBeOpenedMakesItIncomparable() {
    let scripted = ScriptedTarget(
      reference: Script(steps: layer("a", 1)), candidate: Script(), planned: ["a"],
      openError: SidePair(reference: nil, candidate: ScriptError("no such interpreter")))
    let state = scripted.debugger().perform(.continue)
    #expect(state.phase == .failed(.candidate, message: "no such interpreter"))
    #expect(state.conclusion.verdict == .incomparable)
  }

  @Test func theFirstOfTwoFailuresIsTheOneTold() {
    let debugger = target(reference: [.fail(ScriptError("first"))], candidate: [.fail(ScriptError("second"))])
      .debugger()
    let state = debugger.perform(.step)
    #expect(state.phase == .failed(.reference, message: "first"))
    #expect(state.log.map(\.text) == ["first", "second"])
  }

  @Test func restartAfterAFailureRunsAgain() {
    let debugger = target(candidate: layer("a", 1) + [.fail(ScriptError("boom"))]).debugger()
    debugger.perform(.continue)
    var state = debugger.perform(.restart)
    #expect(state.phase == .ready)
    #expect(state.failure == nil)
    state = debugger.perform(.step)
    #expect(state.statuses == [.match, .notRun, .notRun])
  }

  /// What was edited is what runs next; what can no longer be read leaves what there was.
  @Test func restartTakesTheTargetAsItIsNow() {
    let broken = target(candidate: layer("a", 1) + [.fail(ScriptError("boom"))])
    let mended = target()
    var debugged = broken.target
    debugged.renewed = { mended.target }
    let debugger = Debugger(target: debugged)
    #expect(debugger.perform(.continue).failure != nil)
    #expect(debugger.perform(.restart).failure == nil)
    #expect(debugger.perform(.continue).phase == .finished)
    #expect(mended.opens == SidePair(reference: 1, candidate: 1))
    var gone = broken.target
    gone.renewed = { throw ScriptError("there is no such file") }
    let stuck = Debugger(target: gone)
    let before = stuck.perform(.continue)
    let after = stuck.perform(.restart)
    #expect(after.phase == before.phase && after.failure == before.failure)
    #expect(after.reply.words == "there is no such file")
  }

  @Test func withoutAnyEndpointNothingWasCompared() {
    let state = ScriptedTarget(reference: Script(), candidate: Script()).debugger().perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.conclusion == Conclusion(verdict: .incomparable, findings: [.nothingCompared]))
  }
}
