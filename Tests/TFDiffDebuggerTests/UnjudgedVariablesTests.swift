import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: where a side failed, every report says that its variables were not compared, and none says what is missing.
@Suite struct UnjudgedVariablesTests {
  private let state = CheckRunner(
    target: ScriptedTarget(
      reference: Script(steps: [.variable(variable("fc/kernel")), .variable(variable("fc/bias"))] + layer("a", 1)),
      candidate: Script(steps: [.variable(variable("net/fc/kernel")), .fail(ScriptError("no module"))])
    ).target
  ).run().state

  @Test func nothingIsMissingOrProbablyRenamed() {
    let comparison = state.variablesComparison
    #expect(!comparison.isJudged)
    #expect(comparison.missing.isEmpty && comparison.extra.isEmpty && comparison.renamings.isEmpty)
    #expect((comparison.referenceCount, comparison.candidateCount) == (2, 1))
  }

  @Test func everyReportSaysSo() {
    let text = CheckSummary().closing(state).joined(separator: "\n")
    #expect(text.contains("variables: reference 2, candidate 1; not compared, as a side failed"))
    #expect(!text.contains("probably") && !text.contains("missing"))
    let markdown = ReportWriter.text(state, kind: .markdown)
    #expect(markdown.contains("– reference 2, candidate 1; not compared, as a side failed"))
    #expect(!markdown.contains("missing in the candidate"))
    #expect(ReportWriter.text(state, kind: .json).contains(#""compared": false"#))
  }

  @Test func whatWasCreatedAgainIsSaidAllTheSame() {
    let state = CheckRunner(
      target: ScriptedTarget(
        reference: Script(steps: layer("a", 1)),
        candidate: Script(steps: [.variable(variable("w", call: 2)), .fail(ScriptError("refused"))])
      ).target
    ).run().state
    #expect(state.variablesComparison.unexpectedCreations.map(\.first.name) == ["w"])
  }
}
