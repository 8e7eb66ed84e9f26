import TFDiffTensor

/// Training steps in words.
enum TrainingText {
  /// A line a step: both sides' losses, each going on from its own state, and how far they are apart.
  static func lines(_ state: DebuggerState) -> [String] {
    state.trainingSteps.map(line) + (state.drift.map { ["\($0)"] } ?? [])
  }

  private static func line(_ step: TrainingStep) -> String {
    line(
      step.number, losses: SidePair(reference: step.free.reference.loss, candidate: step.free.candidate.loss),
      distance: step.distance, ownError: step.ownError)
  }

  static func line(_ number: Int, losses: SidePair<Double?>, distance: Double?, ownError: Double) -> String {
    func words(_ loss: Double?) -> String { loss.map { NumberText.loss($0) } ?? "no loss" }
    var parts = ["loss \(words(losses.reference)) and \(words(losses.candidate))"]
    if let distance { parts.append("variables \(formatShort(distance)) of their size apart") }
    parts.append("own error \(formatShort(ownError))")
    return "step \(number): " + parts.joined(separator: ", ")
  }
}

extension CheckSummary {
  func training(_ state: DebuggerState) -> [String] { [""] + TrainingText.lines(state) }
}
