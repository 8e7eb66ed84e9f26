import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: the ladder's words on a terminal.
@Suite struct LadderTextTests {
  private let rows = [
    LadderRow(step: .variablesOnce, verdict: .passed, detail: "2 variables"),
    LadderRow(step: .fixedWeights, verdict: .failed, detail: "a ≤ b…", advice: "Look at a…"),
    LadderRow(step: .checkpointInference, verdict: .skipped, detail: "no --checkpoint was given"),
    LadderRow(step: .alignedRandomness, verdict: .incomparable, detail: "died"),
    LadderRow(step: .checkpointTraining, verdict: .notRun, detail: ""),
  ]

  @Test func linesInUnicode() {
    #expect(
      LadderText().lines(rows) == [
        "✓ 1   Variables are created once                  passed  2 variables",
        "✗ 3   Fixed weights, no randomness                failed  a ≤ b…",
        "– 3b  Existing checkpoint, no randomness          skipped  no --checkpoint was given",
        "? 4   Aligned randomness, inference and training  incomparable  died",
        "· 4b  Existing checkpoint, training               not-run",
      ])
  }

  @Test func asciiIsAsciiThroughout() {
    let text = LadderText(symbols: .ascii)
    let lines = text.lines(rows) + text.advice(rows)
    #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    #expect(lines.map { String($0.prefix(1)) } == ["=", "X", "-", "?", ".", "S"])
  }

  @Test func adviceIsForFailuresThatHaveSome() {
    #expect(LadderText().advice(rows) == ["Step 3: Look at a…"])
  }

  @Test func theVerdictCountsTheSteps() {
    var state = DebuggerState(target: .scripted())
    state.ladder = rows
    #expect(
      LadderText().verdict(state)
        == "Ladder: diverged (steps: 1 passed, 1 failed, 1 incomparable, 1 skipped, 1 not-run)")
  }

  @Test func theFirstFailureDecides() {
    var state = DebuggerState(target: .scripted())
    #expect(state.ladderVerdict == nil)
    func verdict(_ verdicts: LadderVerdict...) -> Verdict? {
      state.ladder = verdicts.map { LadderRow(step: .fixedWeights, verdict: $0, detail: "") }
      return state.ladderVerdict
    }
    #expect(verdict(.passed, .failed, .incomparable) == .diverged)
    #expect(verdict(.passed, .incomparable, .failed) == .incomparable)
    #expect(verdict(.passed, .skipped) == .equal)
    #expect(verdict(.skipped) == .incomparable)
    #expect(verdict(.notRun) == .incomparable)
  }
}
