import TFDiffDebugger
import TFDiffTensor

/// Debugger states in the course of the guide's ladder.
enum LadderFixture {
  private static func state(_ base: DebuggerState, _ rows: [LadderRow], phase: Phase? = nil) -> DebuggerState {
    var state = base
    state.ladder =
      rows + LadderStep.ofForwardPass.dropFirst(rows.count).map { LadderRow(step: $0, verdict: .notRun, detail: "") }
    if let phase { state.phase = phase }
    return state
  }

  private static let once = LadderRow(
    step: .variablesOnce, verdict: .passed, detail: "898 variables created on the first call, none after it")
  private static let kinds = LadderRow(
    step: .variableKinds, verdict: .passed, detail: "898 variables agree in name, shape and trainable flag")
  private static let noCheckpoint = LadderRow(
    step: .checkpointInference, verdict: .skipped, detail: "no checkpoint was given (--checkpoint PREFIX)")
  private static let aligned = LadderRow(
    step: .alignedRandomness, verdict: .passed,
    detail: "inference, num_random_ops: 17 endpoints agree (greatest difference 4.8e-07 at Mixed_7a), 224 "
      + "regularization losses; training, num_random_ops: 17 endpoints agree")

  private static func fixedWeights(_ verdict: LadderVerdict) -> LadderRow {
    verdict == .passed
      ? LadderRow(step: .fixedWeights, verdict: .passed, detail: "17 endpoints agree, 224 regularization losses")
      : LadderRow(
        step: .fixedWeights, verdict: .failed,
        detail:
          "Mixed_5b is out of tolerance; the regularization losses differ: 0.001182976 and 0.0014, 1.0e-05 allowed",
        advice:
          "With equal weights and no randomness only the code can differ: go to the first endpoint that does, and "
          + "step into it.")
  }

  static let running = state(
    Fixture.ready, [once, kinds], phase: .running("step 3, inference, fixed-weights: running Mixed_5b"))
  /// At the first divergence of step 3.
  static let failed = state(Fixture.recorded, [once, kinds, fixedWeights(.failed)], phase: .finished)
  static let passed = state(
    Fixture.finishedEqual,
    [
      once, kinds, fixedWeights(.passed), noCheckpoint, aligned,
      LadderRow(step: .checkpointTraining, verdict: .skipped, detail: "no checkpoint was given (--checkpoint PREFIX)"),
    ])
  static let cancelled = state(Fixture.ready, [once], phase: .paused(.cancelled))

  /// At the end of a run whose step failed.
  static func failing(_ step: LadderStep, _ base: DebuggerState, verdict: LadderVerdict = .failed) -> DebuggerState {
    let before = LadderStep.ofForwardPass.prefix { $0 != step }.map {
      LadderRow(step: $0, verdict: .passed, detail: "")
    }
    return state(
      base, before + [LadderRow(step: step, verdict: verdict, detail: "what was found", advice: "what to do")],
      phase: .finished)
  }
}
