import TFDiffTensor

/// Why the runs part, in lines for people.
enum ExplanationText {
  /// The sentence, then each of the rest on a line of its own.
  static func lines(_ explanation: Explanation) -> [String] {
    let label = explanation.cause == nil ? "Not explained" : "Cause"
    var lines = ["\(label): \(explanation.sentence)"]
    if let experiment = explanation.experiment { lines.append("  \(words(experiment))") }
    lines += explanation.evidence.map { "  \($0)" }
    if let remedy = explanation.remedy { lines.append("  \(remedy)") }
    return lines
  }

  /// What was tried and what it did.
  static func words(_ experiment: Experiment) -> String {
    let gap = "\(formatShort(experiment.before)) → \(formatShort(experiment.after))"
    let noise = "(rounding alone: \(formatShort(experiment.noise)))"
    return "\(experiment.words): the gap \(experiment.closesTheGap ? "closes" : "stays"), \(gap) \(noise)"
  }
}
