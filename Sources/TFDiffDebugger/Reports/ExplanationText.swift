import TFDiffTensor

/// Why the runs part, in lines for people.
package enum ExplanationText {
  /// The sentence, then each of the rest on a line of its own.
  package static func lines(_ explanation: Explanation) -> [String] {
    let label = explanation.cause == nil ? "Not explained" : "Cause"
    var lines = ["\(label): \(explanation.sentence)"]
    if let experiment = explanation.experiment { lines.append("  \(words(experiment))") }
    lines += explanation.evidence.map { "  \($0)" }
    if let remedy = explanation.remedy { lines.append("  \(remedy)") }
    return lines
  }

  /// The same in one line: the sentence, and what closed the gap by how much.
  package static func line(_ explanation: Explanation) -> String {
    let label = explanation.cause == nil ? "Not explained" : "Cause"
    let gap = explanation.experiment.map {
      "; recomputed, the gap closes \(formatShort($0.before)) → \(formatShort($0.after))"
    }
    return "\(label): \(explanation.sentence)\(gap ?? "")"
  }

  /// What was tried and what it did.
  static func words(_ experiment: Experiment) -> String {
    let gap = "\(formatShort(experiment.before)) → \(formatShort(experiment.after))"
    let noise = "(rounding alone: \(formatShort(experiment.noise)))"
    return "\(experiment.words): the gap \(experiment.closesTheGap ? "closes" : "stays"), \(gap) \(noise)"
  }
}
