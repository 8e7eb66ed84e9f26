import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: a report of runs that are not over says where they stand, judges only what both sides have reached, and calls
/// nothing missing that may still come.
@Suite struct RunStandTests {
  private static let names = ["stem", "block1", "block2", "head"]

  /// A graph makes everything beforehand, eager code as it goes along: what the two are when they are held half-way.
  private static func target(
    planned: Bool = true, failing: Bool = false, lacking: Bool = false, checkpoint: CheckpointDescription? = nil
  ) -> ScriptedTarget {
    func made(_ place: Int) -> [Step] {
      [
        .variable(variable("\(names[place])/kernel")),
        .random(random(place, "TruncatedNormal", "\(names[place])/init")),
      ]
    }
    let layers = names.map { layer($0, 1, 2) }
    var candidate = names.indices.flatMap { lacking && $0 == 3 ? layers[$0] : made($0) + layers[$0] }
    if failing { candidate.insert(.fail(ScriptError("ResourceExhausted")), at: 2 * 7) }
    return ScriptedTarget(
      reference: Script(steps: names.indices.flatMap(made) + layers.flatMap { $0 }),
      candidate: Script(steps: candidate), planned: planned ? names : [], description: .scripted(checkpoint: checkpoint)
    )
  }

  private static func stopped(after name: String = "block1", _ target: ScriptedTarget = target()) -> DebuggerState {
    target.debugger(breakpoints: [.name(glob: name)]).perform(.continue)
  }

  private func document(_ state: DebuggerState) throws -> [String: Any] {
    let text = ReportWriter.text(state, kind: .json)
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func atABreakpointNothingIsMissing() throws {
    let state = Self.stopped()
    #expect("\(state.stand)" == "stopped at layer 2 of 4, block1: breakpoint 1 on block1")
    let comparison = state.variablesComparison
    #expect(comparison.matched == 2)
    #expect(comparison.missing.isEmpty && comparison.extra.isEmpty && comparison.renamings.isEmpty)
    #expect(comparison.pending.reference.map(\.name) == ["block2/kernel", "head/kernel"])
    #expect(state.randomComparisons.map(\.isPending) == [false, false, true, true])
    #expect(state.randomComparisons.allSatisfy { $0.agrees || $0.isPending })
    #expect(state.coverage.alone == SidePair(reference: [], candidate: []))
    #expect(state.conclusion == Conclusion(verdict: .incomparable, findings: [.notFinished]))
  }

  @Test func theMarkdownSaysWhereItStands() {
    let text = ReportWriter.text(Self.stopped(), kind: .markdown)
    #expect(text.hasPrefix("## · `scripted`: the runs are not over, and equal so far\n"))
    #expect(
      text.contains(
        "\nThe runs are not over: stopped at layer 2 of 4, block1: breakpoint 1 on block1. Only what both sides have reached is "
          + "judged; the rest is still to come.\n"))
    #expect(text.contains("2 of 2 endpoints that both sides have reached match, 2 still to come."))
    #expect(text.contains("· reference 4, candidate 2, 2 still to come"))
    #expect(text.contains("· 2 of 2 agree in type, shape and seeds; 2 still to come"))
    #expect(!text.contains("missing") && !text.contains("different"))
  }

  @Test func theJSONSaysWhereItStands() throws {
    let report = try document(Self.stopped())
    let stand = try #require(report["stand"] as? [String: Any])
    #expect(stand["state"] as? String == "stopped")
    #expect(stand["passed"] as? Int == 2 && stand["known"] as? Int == 4 && stand["planned"] as? Bool == true)
    #expect(stand["last"] as? String == "block1" && stand["inside"] is NSNull)
    #expect(stand["reason"] as? String == "breakpoint" && stand["breakpoint"] as? String == "block1")
    let variables = try #require(report["variables"] as? [String: Any])
    #expect(variables["missing"] as? [String] == [])
    #expect(variables["reference_pending"] as? [String] == ["block2/kernel", "head/kernel"])
    #expect(variables["candidate_pending"] as? [String] == [])
    let randoms = try #require(report["random_ops"] as? [[String: Any]])
    #expect(randoms.map { $0["pending"] as? Bool } == [false, false, true, true])
    let rows = try #require(report["endpoints"] as? [[String: Any]])
    #expect(rows.map { $0["status"] as? String } == ["match", "match", "not-run", "not-run"])
  }

  @Test func whatIsLackingAtTheEndIsMissing() throws {
    let target = Self.target(lacking: true)
    #expect(Self.stopped(target).variablesComparison.missing.isEmpty)
    let state = CheckRunner(target: target.target).run().state
    #expect(state.variablesComparison.missing.map(\.name) == ["head/kernel"])
    #expect(state.variablesComparison.pending == SidePair(reference: [], candidate: []))
    #expect(state.randomComparisons.map(\.isPending) == [false, false, false, false])
    let text = ReportWriter.text(state, kind: .markdown)
    #expect(text.contains("missing in the candidate: 1"))
    #expect(text.contains("✗ 3 of 4 agree in type, shape and seeds"))
    #expect(!text.contains("still to come") && !text.contains("not over"))
    #expect(try #require(document(state)["stand"] as? [String: Any])["state"] as? String == "ended")
  }

  @Test func afterAFailureWhatWasNotReachedIsNoDifference() throws {
    let state = CheckRunner(target: Self.target(failing: true).target).run().state
    #expect("\(state.stand)" == "ended at layer 2 of 4, block1 by a failure of the candidate on the way to block2")
    #expect(state.randomComparisons.map(\.isPending) == [false, false, true, true])
    let text = ReportWriter.text(state, kind: .markdown)
    #expect(text.contains("· 2 of 2 agree in type, shape and seeds; 2 not reached"))
    #expect(!text.contains("missing in the candidate:") && !text.contains("still to come"))
    #expect(state.coverage.alone == SidePair(reference: [], candidate: []))
    #expect(state.conclusion.findings.count == 1, "\(state.conclusion.findings)")
    #expect(try #require(document(state)["stand"] as? [String: Any])["state"] as? String == "failed")
  }

  @Test func eachWayOfStoppingIsSaid() {
    let debugger = Self.target(planned: false).debugger(breakpoints: [])
    #expect("\(debugger.state.stand)" == "nothing has been run")
    #expect("\(debugger.perform(.step).stand)" == "stopped at layer 1 of 1 known so far, stem: a step")
    let inside = Self.target().debugger(breakpoints: [])
    inside.perform(.step)
    #expect("\(inside.perform(.into(endpoint: 1)).stand)" == "stopped inside layer 2 of 4, block1: a step")
    #expect("\(inside.perform(.until(endpoint: 2)).stand)" == "stopped at layer 3 of 4, block2: run until block2")
    let diverging = ScriptedTarget.diverging().debugger()
    #expect("\(diverging.perform(.continue).stand)" == "stopped at layer 3 of 4, c: c diverges")
    diverging.perform(.continue)
    #expect("\(diverging.perform(.continue).stand)" == "run to the end")
  }

  @Test func aRunThatIsInterruptedIsNotOver() throws {
    let gate = Gate()
    let script = Script(steps: [.variable(variable("w")), .variable(variable("late"))] + layer("a", 1) + layer("b", 2))
    let held = Script(steps: [.variable(variable("w"))] + layer("a", 1) + [.wait(gate)] + layer("b", 2))
    let runner = CheckRunner(target: ScriptedTarget(reference: script, candidate: held, planned: ["a", "b"]).target)
    let run = Background { runner.run().state }
    gate.awaitArrival()
    runner.cancel()
    let state = try run.wait()
    #expect("\(state.stand)" == "stopped at layer 1 of 2, a: interrupted")
    let closing = CheckSummary().closing(state)
    #expect(closing.contains("variables: reference 2, candidate 1, 1 still to come"))
    #expect(
      closing.contains {
        $0.hasPrefix("? incomparable: 1 of 1 endpoints that both sides have reached match, 1 still to come;")
      })
    #expect(!closing.contains { $0.contains("missing") })
  }

  /// The operations of the first divergence are looked for when a report is written: that moves nobody.
  @Test func lookingIntoADivergenceForAReportLeavesTheStand() {
    let debugger = ScriptedTarget.diverging().debugger(breakpoints: [.name(glob: "c")])
    let stand = debugger.perform(.continue).stand
    let located = debugger.locateDivergence()
    #expect(located.endpoints[2].operations.isEmpty == false)
    #expect(located.stand == stand && stand.reason == .breakpoint(id: 1, at: "c"))
  }

  @Test func whatACheckpointHasMayStillBeAskedFor() {
    let checkpoint = CheckpointDescription(path: "m.ckpt", style: "name-based", variables: ["stem/kernel", "never"])
    let target = Self.target(checkpoint: checkpoint)
    #expect(Self.stopped(target).restoreComparison?.unused == [])
    #expect(CheckRunner(target: target.target).run().state.restoreComparison?.unused == ["stem/kernel", "never"])
  }
}
