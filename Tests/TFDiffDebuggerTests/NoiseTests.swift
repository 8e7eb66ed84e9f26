import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: what rounding makes of the reference is measured and judges where it is to, what it moves too far is judged neither
/// way and said, and where nothing could be measured that is said and the tolerance given stays.
@Suite struct NoiseTests {
  /// A pair whose reference can be run again, with its input as it is or moved.
  private func pair(_ reference: [Step], moved: [Step], candidate: [Step], outputs: [String] = []) -> DebugTarget {
    var description = TargetDescription.scripted()
    description.outputs = outputs
    var target = ScriptedTarget(
      reference: Script(steps: reference), candidate: Script(steps: candidate), description: description
    ).target
    target.sides.reference.rerun = { ScriptedSource(script: Script(steps: $0 ? moved : reference)) }
    return target
  }

  private func check(_ target: DebugTarget, _ exceptions: [TolerancePolicy.Exception] = []) -> DebuggerState {
    let policy = TolerancePolicy(exceptions: exceptions, isAutomatic: true)
    return CheckRunner(target: target, options: DebuggerOptions(tolerance: policy)).run().state
  }

  private let reference = [endpoint("a", 1, 100), endpoint("b", 1, 2)]

  /// `a` moves by 1e-2, which allows 0.16; `b` does not move, and is allowed 16 units in the last place of its greatest element.
  @Test func theMeasuredNoiseJudges() throws {
    let moved = [endpoint("a", 1, 100.01), endpoint("b", 1, 2)]
    let ulp = Float(2).ulp
    let within = check(
      pair(reference, moved: moved, candidate: [endpoint("a", 1.15, 100), endpoint("b", 1, 2 + 15 * ulp)]))
    #expect(within.statuses == [.match, .match] && within.conclusion == Conclusion(verdict: .equal, findings: []))
    let noise = try #require(within.endpoints[0].noise)
    #expect(abs(noise.greatest - 0.01) < 1e-5 && abs(noise.relative - 1e-4) < 1e-7)
    #expect(abs(within.judging.tolerance(for: within.endpoints[0]).atol - 0.16) < 1e-4)
    #expect(within.log.contains { $0.text.contains("noise floor of 2 endpoints was measured") })
    let beyond = check(
      pair(reference, moved: moved, candidate: [endpoint("a", 1.17, 100), endpoint("b", 1, 2 + 17 * ulp)]))
    #expect(beyond.statuses == [.mismatch, .mismatch])
  }

  /// The standard tolerance would call it a match.
  @Test func whatRoundingMovesTooFarIsNotJudged() throws {
    let steps = [endpoint("a", 1, 100), endpoint("b", 1e-6, 2e-6), endpoint("c", 1, 2)]
    let moved = [endpoint("a", 1, 100), endpoint("b", -1e-6, 2e-6), endpoint("c", 1, 2)]
    let state = check(pair(steps, moved: moved, candidate: steps))
    #expect(state.statuses == [.match, .unjudged, .match])
    #expect(state.conclusion.verdict == .equal, "what the models are run for can be judged")
    let finding = try #require(state.conclusion.findings.first)
    #expect("\(finding)".hasPrefix("1 of 3 endpoints cannot be judged, the first of them b: "))
    #expect(state.tally == "2 of 3 endpoints match, 1 cannot be judged")
    #expect(state.endpoints[1].explanation?.hasPrefix("cannot be judged: ") == true)
    let whole = check(pair(steps, moved: moved, candidate: steps, outputs: ["b"]))
    #expect(whole.conclusion.verdict == .incomparable, "an output that nothing can be said of is not equal")
    let far = steps.prefix(1) + [endpoint("b", 5, 7)] + steps.suffix(1)
    #expect(check(pair(steps, moved: moved, candidate: Array(far))).statuses == [.match, .unjudged, .match])
    let row = try #require(report(state)["endpoints"] as? [[String: Any]])[1]
    #expect(row["status"] as? String == "cannot-be-judged")
    #expect(try abs(#require(row["noise"] as? Double) - 2e-6) < 1e-12)
    #expect(try #require(row["relative_noise"] as? Double) > 0.8)
  }

  private func report(_ state: DebuggerState) throws -> [String: Any] {
    let text = JSONReport.document(state, context: ReportContext(command: "", reproduction: "")).text()
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func anExceptionGoesBeforeTheMeasurement() {
    let steps = [endpoint("b", 1e-6, 2e-6)]
    let exception = TolerancePolicy.Exception(glob: "b", tolerance: Tolerance(rtol: 0, atol: 1e-9))
    let state = check(
      pair(steps, moved: [endpoint("b", -1e-6, 2e-6)], candidate: [endpoint("b", 1e-6, 3e-6)]), [exception])
    #expect(state.statuses == [.mismatch])
  }

  @Test func whereNothingCanBeMeasuredTheToleranceGivenStays() throws {
    let target = ScriptedTarget.equal().target
    let state = check(target)
    #expect(state.conclusion.verdict == .equal && state.endpoints.allSatisfy { $0.noise == nil })
    #expect(state.noise?.obstacle != nil && state.log.contains { $0.text.contains("no noise floor is known") })
    #expect(state.judging.tolerance(for: state.endpoints[0]) == .standard)
    let opening = CheckSummary().opening(state).joined()
    #expect(opening.contains("no noise is known (") && opening.contains("rtol 1e-06"), "\(opening)")
    var failing = target
    failing.sides.reference.rerun = { _ in throw ScriptError("no input to move") }
    #expect(check(failing).noise?.obstacle == "no input to move")
  }

  /// A person asks for it after the run: what was judged is judged anew, without a new run of the pair.
  @Test func itCanBeAskedForAfterwards() {
    let moved = [endpoint("a", 1, 100.01), endpoint("b", 1, 2)]
    let debugger = Debugger(
      target: pair(reference, moved: moved, candidate: [endpoint("a", 1.15, 100), endpoint("b", 1, 2)]),
      options: DebuggerOptions(breakpoints: []))
    #expect(debugger.perform(.continue).statuses == [.mismatch, .match])
    debugger.perform(.setTolerance(TolerancePolicy(isAutomatic: true)))
    let state = debugger.perform(.measureNoise)
    #expect(state.statuses == [.match, .match] && state.phase == .finished)
    #expect(debugger.perform(.setTolerance(TolerancePolicy())).statuses == [.mismatch, .match])
    #expect(debugger.perform(.setTolerance(TolerancePolicy(isAutomatic: true))).statuses == [.match, .match])
  }

  /// A stop at a mismatch is decided by the measurement, not by the tolerance that would hold without it.
  @Test func aRunStopsAtWhatTheMeasurementFinds() {
    let moved = [endpoint("a", 1, 100.01), endpoint("b", 1, 2)]
    let debugger = Debugger(
      target: pair(reference, moved: moved, candidate: [endpoint("a", 1.15, 100), endpoint("b", 1, 2.5)]),
      options: DebuggerOptions(tolerance: TolerancePolicy(isAutomatic: true)))
    #expect(debugger.perform(.continue).phase == .paused(.divergence(endpoint: "b")))
  }

  @Test func assignedVariablesHaveANoiseOfTheirOwn() {
    func steps(_ mean: Float, _ noise: Float) -> [Step] {
      [.update("mean", tensor([mean])), .update("noise", tensor([noise])), endpoint("a", 1, 2)]
    }
    let state = check(pair(steps(1, 1e-7), moved: steps(1.001, -1e-7), candidate: steps(1.01, 3e-7)))
    #expect(state.endpoints[0].updates.map(\.status) == [.match, .unjudged])
    let wrong = check(pair(steps(1, 1e-7), moved: steps(1.001, -1e-7), candidate: steps(1.1, 3e-7)))
    #expect(wrong.endpoints[0].updates.map(\.status) == [.mismatch, .unjudged])
    #expect(wrong.conclusion.verdict == .diverged)
  }
}
