import TFDiffDebugger
import TFDiffTensor

/// What a check of a pair came to.
struct Outcome: Sendable {
  var verdict: Verdict?
  /// The first endpoint that diverges.
  var divergence: String?
  var explanations: [Explanation] = []
  /// What kept the pair from being run or compared.
  var obstacle: String?
  var seconds: Double

  init(of pair: Pair, _ surroundings: Surroundings) {
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let options = DebuggerOptions(tolerance: TolerancePolicy(standard: pair.tolerance), breakpoints: [])
      let result = CheckRunner(
        target: try surroundings.target(of: pair), options: options, explains: true, propagates: false
      ).run()
      verdict = result.conclusion.verdict
      divergence = result.state.divergence?.endpoint.name
      explanations = result.state.explanations
      obstacle = result.state.failure?.message
      if verdict == .incomparable, obstacle == nil { obstacle = "\(result.conclusion.findings)" }
    } catch {
      obstacle = "\(error)"
    }
    seconds = (clock.now - start) / .seconds(1)
  }

  /// What is asked about: the first that is told.
  var explanation: Explanation? { explanations.first }

  /// The first cause that is named.
  var cause: Cause? { explanations.lazy.compactMap(\.cause).first }

  /// All that is told, in lines.
  var details: [String] {
    var lines = ["    verdict \(verdict?.rawValue ?? "none"), diverged at \(divergence ?? "nothing")"]
    if let obstacle { lines.append("    could not compare: \(obstacle)") }
    for explanation in explanations {
      lines.append("    \(explanation.sentence)")
      if let experiment = explanation.experiment {
        lines.append(
          "      \(experiment.words): \(experiment.before) → \(experiment.after), rounding \(experiment.noise)")
      }
      lines += explanation.evidence.map { "      \($0)" }
      for (side, stack) in [
        ("reference", explanation.stacks.reference), ("candidate", explanation.stacks.candidate),
      ] {
        if let frame = stack.culprit { lines.append("      \(side): \(frame.shortPlace) in \(frame.function)") }
      }
    }
    return lines
  }
}
