import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: the words and columns of a Markdown report and of a check's summary. Whole texts, so that
/// a change of wording is seen and meant.
@Suite struct TextReportTests {
  @Test func markdownOfADivergence() {
    let state = CheckRunner(target: ScriptedTarget.diverging().target).run().state
    let text = ReportWriter.text(state, kind: .markdown)
    #expect(
      text == """
        ## ✗ `scripted`: the runs diverge

        - c is out of tolerance

        Reference: TF1 graph; candidate: TF2 eager; mode `num_random_ops`, inference, seed 42, input `ones`.  
        Tolerance: `|reference − candidate| ≤ atol + rtol·|candidate|` with rtol 1e-06, atol 1e-05. 2 of 4 endpoints match.

        ### First divergence: `c`

        - Operation: net/c/Relu (\\_FusedConv2D) fused of Conv2D, FusedBatchNormV3, Relu
        - Mismatched elements: 1 / 2 (50.00%)
        - Greatest absolute difference: 0.5 at index (1,) (up to 1e-05 allowed)
        - Greatest relative difference: 0.0769230769 at index (1,) (up to 1e-06 allowed)
        - First mismatch at (1,): reference 6, candidate 6.5
        - Would have passed with atol 0.4999935 (with rtol 1e-06) or rtol 0.07692153846153846 (with atol 1e-05)

        ### Endpoints

        | | endpoint | shape | mismatched | max abs | required atol | relative L2 | cosine | max ULP |
        |---|---|---|---:|---:|---:|---:|---:|---:|
        | ✓ | `a` | [2] | 0 / 2 | 0 | 0 | 0 | 1 | 0 |
        | ✓ | `b` | [2] | 0 / 2 | 0 | 0 | 0 | 1 | 0 |
        | ✗ | `c` | [2] | 1 / 2 | 5.0e-01 | 5.0e-01 | 6.4e-02 | 0.99923793 | 1048576 |
        | ✗ | `d` | [2] | 1 / 2 | 2.5e-01 | 2.5e-01 | 2.4e-02 | 0.99988424 | 262144 |

        ### Regularization loss

        ✓ reference 0.5, candidate 0.5

        ### Variables

        ✓ reference 0, candidate 0

        ### Reproduce

        ```
        tfdiff-tui check scripted
        ```

        """)
  }

  @Test func summaryOfADivergence() {
    let state = CheckRunner(target: ScriptedTarget.diverging().target).run().state
    let summary = CheckSummary(symbols: .ascii, fitting: state.endpoints.map(\.name))
    #expect(
      summary.opening(state) == [
        "scripted, num_random_ops, inference, seed 42, input ones",
        "tolerance |reference - candidate| <= atol + rtol*|candidate|, rtol 1e-06 atol 1e-05",
      ])
    #expect(
      state.endpoints.map { summary.line($0) } == [
        "= a         max abs 0        required atol 0        required rtol 0",
        "= b         max abs 0        required atol 0        required rtol 0",
        "X c         max abs 5.0e-01  required atol 5.0e-01  required rtol 7.7e-02",
        "X d         max abs 2.5e-01  required atol 2.5e-01  required rtol 3.0e-02",
      ])
    #expect(summary.line(state.endpoints[2], isFirst: true).hasSuffix("  required rtol 7.7e-02  (first divergence)"))
    #expect(
      summary.closing(state) == [
        "TF1 graph: regularization loss 0.5, 1.5 s",
        "TF2 eager: regularization loss 0.5, 1.5 s",
        "",
        "First divergence: c",
        "Operation: net/c/Relu (_FusedConv2D) fused of Conv2D, FusedBatchNormV3, Relu",
        "Mismatched elements: 1 / 2 (50.00%)",
        "Greatest absolute difference: 0.5 at index (1,) (up to 1e-05 allowed)",
        "Greatest relative difference: 0.0769230769 at index (1,) (up to 1e-06 allowed)",
        "First mismatch at index (1,): reference 6, candidate 6.5",
        "Would have passed with atol 0.4999935 (with rtol 1e-06) or rtol 0.07692153846153846 (with atol 1e-05)",
        "",
        "X diverged: 2 of 4 endpoints match; tolerance |reference - candidate| <= atol + rtol*|candidate|, "
          + "rtol 1e-06 atol 1e-05",
        "  c is out of tolerance",
      ])
  }

  @Test func summaryShowsOutputsLossesAndVariables() {
    let variable = VariableEvent(name: "w", shape: [], dtype: .float32, trainable: true)
    let steps: [Step] = [
      .variable(variable), .endpoint("Logits", tensor([1, 2, 3, 4, 5, 6], [1, 6])),
      endpoint("Predictions", 0.25),
    ]
    var target = ScriptedTarget(reference: Script(steps: steps), candidate: Script(steps: steps)).target
    #expect(!CheckSummary().closing(CheckRunner(target: target).run().state).contains { $0.hasPrefix("Logits") })
    target.description.outputs = ["Logits", "Predictions"]
    let state = CheckRunner(target: target).run().state
    let lines = CheckSummary().closing(state)
    #expect(lines.contains("Logits [1, 6], reference: 1 2 3 4 5 …"))
    #expect(lines.contains("Logits [1, 6], candidate: 1 2 3 4 5 …"))
    #expect(lines.contains("Predictions [1], candidate: 0.25"))
    #expect(lines.contains("variables: reference 1, candidate 1"))
    #expect(
      lines.contains { $0.hasPrefix("✓ equal: 2 of 2 endpoints match; tolerance |reference − candidate|") })
  }

  @Test func shapeMismatchAndMissingEndpointsAreTold() {
    let state = CheckRunner(
      target: ScriptedTarget(
        reference: Script(steps: [.endpoint("a", tensor([1, 2], [1, 2])), endpoint("b", 1)]),
        candidate: Script(steps: [.endpoint("a", tensor([1, 2]))])
      ).target
    ).run().state
    let summary = CheckSummary(nameWidth: 1)
    #expect(
      state.endpoints.map { summary.line($0) } == [
        "✗ a  shape-mismatch: reference float32 [1, 2], candidate float32 [2]", "· b  reference-only",
      ])
    #expect(
      summary.closing(state).contains("shape-mismatch: reference float32 [1, 2], candidate float32 [2]"))
    let markdown = ReportWriter.text(state, kind: .markdown)
    #expect(markdown.contains(#"- shape-mismatch: reference float32 \[1, 2\], candidate float32 \[2\]"#))
    #expect(markdown.contains("| · | `b` | [1] | reference-only |  |  |"))
  }

  @Test func namesCannotBreakTheTable() {
    let steps = [endpoint("a|b`c\nd", 1), endpoint("``x", 2), endpoint("<script>*_", 3)]
    let state = CheckRunner(
      target: ScriptedTarget(reference: Script(steps: steps), candidate: Script(steps: steps)).target
    ).run().state
    let text = ReportWriter.text(state, kind: .markdown)
    #expect(text.contains("| ✓ | <code>a&#124;b&#96;c&#92;nd</code> | [1] | 0 / 1 | 0 | 0 |"))
    #expect(text.contains("| ✓ | ``` ``x ``` | [1] |"))
    #expect(text.contains("| ✓ | `<script>*_` | [1] |"))
  }

  @Test func wordsCannotBecomeMarkdown() {
    #expect(MarkdownReport.escaped("# not a heading") == "\\# not a heading")
    #expect(
      MarkdownReport.escaped("3. of <b>a|b</b> &lt; [x](y) ~~z~~ $1")
        == "3\\. of \\<b\\>a\\|b\\</b\\> \\&lt; \\[x\\](y) \\~\\~z\\~\\~ \\$1")
    #expect(MarkdownReport.escaped("  - two\n    lines\u{1B}") == "\\- two lines\\\\x1b")
    #expect(MarkdownReport.block("a\n```\nb") == "````\na\n```\nb\n````")
  }
}
