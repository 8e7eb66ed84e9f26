import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: a check's exit status and findings follow from what the runs did, and the operation that
/// it blames is the one at fault.
@Suite struct CheckRunnerTests {
  @Test func equalRunsExitWithZero() {
    var passed: [String] = []
    let result = CheckRunner(target: ScriptedTarget.equal().target).run(passed: { passed.append($0.name) })
    #expect(result.conclusion == Conclusion(verdict: .equal, findings: []))
    #expect(result.conclusion.verdict.exitStatus == 0)
    #expect(passed == ["a", "b"])
    #expect(result.state.phase == .finished)
  }

  @Test func divergingRunsExitWithOneAndNameTheOperation() {
    let scripted = ScriptedTarget.diverging()
    let result = CheckRunner(target: scripted.target).run()
    #expect(result.conclusion.verdict.exitStatus == 1)
    #expect(result.conclusion.findings == [.endpoint(name: "c", status: .mismatch)])
    #expect(result.state.divergence?.operation?.name == "net/c/Relu")
    #expect(result.state.statuses == [.match, .match, .mismatch, .mismatch], "a check stops nowhere")
  }

  @Test func locatingCanBeLeftOut() {
    let scripted = ScriptedTarget.diverging()
    let result = CheckRunner(target: scripted.target, locatesDivergence: false).run()
    #expect(result.state.divergence?.operation == nil)
    #expect(scripted.opens == SidePair(reference: 1, candidate: 1))
  }

  @Test func lossesOutOfToleranceDiverge() {
    var pair = SidePair(reference: Script(steps: layer("a", 1)), candidate: Script(steps: layer("a", 1)))
    pair.reference.loss = 1.2254326
    pair.candidate.loss = 1.2264326
    let result = CheckRunner(
      target: ScriptedTarget(reference: pair.reference, candidate: pair.candidate).target
    ).run()
    #expect(result.conclusion.verdict == .diverged)
    #expect(result.conclusion.findings.first?.description.contains("regularization losses differ") == true)
    pair.candidate.loss = 1.2254325
    let close = CheckRunner(
      target: ScriptedTarget(reference: pair.reference, candidate: pair.candidate).target
    ).run()
    #expect(close.conclusion.verdict == .equal)
    pair.candidate.loss = nil
    let missing = CheckRunner(
      target: ScriptedTarget(reference: pair.reference, candidate: pair.candidate).target
    ).run()
    #expect(missing.conclusion.findings == [.lossMissing(.candidate)])
  }

  @Test func aVariableCreatedAgainDiverges() {
    let variable = VariableEvent(name: "w", shape: [], dtype: .float32, trainable: true, call: 2)
    let result = CheckRunner(
      target: ScriptedTarget(
        reference: Script(steps: layer("a", 1)),
        candidate: Script(steps: [.variable(variable)] + layer("a", 1))
      ).target
    ).run()
    #expect(result.conclusion.verdict.exitStatus == 1)
    #expect(result.conclusion.findings == [.variableCreatedAgain(name: "w", call: 2, count: 1)])
  }

  @Test func failuresExitWithTwo() {
    let good = Script(steps: layer("a", 1))
    let dead = CheckRunner(
      target: ScriptedTarget(reference: good, candidate: Script(steps: [.fail(WorkerDied())])).target
    ).run()
    #expect(dead.conclusion.verdict.exitStatus == 2)
    let broken = CheckRunner(
      target: ScriptedTarget(reference: good, candidate: Script(steps: [.fail(ScriptError("shapes"))])).target
    ).run()
    #expect(broken.conclusion.verdict.exitStatus == 2)
  }

  @Test func aReferenceThatToldNothingLeavesNothingToBlame() {
    let scripted = ScriptedTarget(
      reference: Script(steps: [.fail(WorkerDied())]), candidate: Script(steps: layer("a", 1)))
    let result = CheckRunner(target: scripted.target).run()
    #expect(result.conclusion.verdict == .incomparable)
    #expect(result.conclusion.findings.count == 1, "\(result.conclusion.findings)")
    #expect(scripted.opens == SidePair(reference: 1, candidate: 1), "neither is run again")
    #expect(!CheckSummary().closing(result.state).contains { $0.hasPrefix("First divergence") })
  }

  @Test func aCancelledCheckIsIncomparable() {
    let runner = CheckRunner(target: ScriptedTarget.equal().target)
    runner.cancel()
    let result = runner.run()
    #expect(result.conclusion == Conclusion(verdict: .incomparable, findings: [.cancelled]))
    #expect(result.conclusion.verdict.exitStatus == 2)
  }

  @Test func anOperationWhoseAbsenceDidNoHarmIsNotBlamed() {
    let reference = [op("net/bn/mul_1", "Mul", 2), op("net/c/Conv2D", "Conv2D", 3), endpoint("e", 3)]
    let candidate = [
      op("net/bn/Rsqrt", "Rsqrt", 9), op("net/bn/mul_1", "Mul", 2), op("net/c/Conv2D", "Conv2D", 4),
      endpoint("e", 4),
    ]
    let result = CheckRunner(
      target: ScriptedTarget(reference: Script(steps: reference), candidate: Script(steps: candidate)).target
    ).run()
    #expect(result.state.endpoints[0].operations.map(\.status) == [.missingReference, .match, .mismatch])
    #expect(result.state.divergence?.operation?.name == "net/c/Conv2D")
  }

  @Test func aMissingActivationIsBlamed() {
    let reference = [
      op("net/a/Conv2D", "Conv2D", -3), op("net/a/Relu", "Relu", 0), op("net/b/MaxPool", "MaxPool", 0),
      endpoint("e", 0),
    ]
    let candidate = [op("net/a/Conv2D", "Conv2D", -3), op("net/b/MaxPool", "MaxPool", -3), endpoint("e", -3)]
    let result = CheckRunner(
      target: ScriptedTarget(reference: Script(steps: reference), candidate: Script(steps: candidate)).target
    ).run()
    #expect(result.state.divergence?.operation?.name == "net/a/Relu")
    #expect(result.state.divergence?.operation?.status == .missingCandidate)
  }
}
