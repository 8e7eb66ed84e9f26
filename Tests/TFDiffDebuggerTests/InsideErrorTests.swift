import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: where the operations of the first divergence cannot be looked into, every report says so, and why.
@Suite struct InsideErrorTests {
  private let state = CheckRunner(
    target: ScriptedTarget(
      reference: Script(steps: layer("a", 1)), candidate: Script(steps: layer("a", 2)),
      reopenError: ScriptError("no such tensor\nin this graph")
    ).target
  ).run().state

  @Test func theVerdictStands() {
    #expect(state.conclusion.verdict == .diverged)
    #expect(state.divergence?.operation == nil)
    #expect(state.endpoints[0].insideError == "no such tensor\nin this graph")
  }

  @Test func everyReportSaysWhy() {
    let words = "could not look into a: no such tensor in this graph"
    #expect(CheckSummary().closing(state).contains(words))
    #expect(ReportWriter.text(state, kind: .markdown).contains("- " + words))
    #expect(ReportWriter.text(state, kind: .json).contains(#""inside_error": "no such tensor\nin this graph""#))
  }

  @Test func aDivergenceThatWasLookedIntoSaysNothingOfIt() {
    let state = CheckRunner(target: ScriptedTarget.diverging().target).run().state
    #expect(!CheckSummary().closing(state).contains { $0.contains("could not look") })
    #expect(ReportWriter.text(state, kind: .json).contains(#""inside_error": null"#))
  }
}
