import TFDiffTensor

/// Training steps in words.
enum TrainingText {
  /// A line a step: both sides' losses, each going on from its own state, and how far they are apart.
  static func lines(_ state: DebuggerState) -> [String] {
    state.trainingSteps.map(line) + (state.drift.map { ["\($0)"] } ?? [])
  }

  private static func line(_ step: TrainingStep) -> String {
    let (reference, candidate) = (step.free.reference, step.free.candidate)
    func loss(_ losses: StepLosses) -> String { losses.loss.map { NumberText.loss($0) } ?? "no loss" }
    var parts = ["loss \(loss(reference)) and \(loss(candidate))"]
    if let distance = step.distance { parts.append("variables \(formatShort(distance)) of their size apart") }
    parts.append("own error \(formatShort(step.ownError))")
    return "step \(step.number): " + parts.joined(separator: ", ")
  }
}

extension CheckSummary {
  func training(_ state: DebuggerState) -> [String] { [""] + TrainingText.lines(state) }
}

extension MarkdownReport {
  static func training(_ state: DebuggerState) -> String {
    (["### Training steps", ""] + TrainingText.lines(state).map { "- \(escaped($0))" }).joined(separator: "\n")
  }
}
