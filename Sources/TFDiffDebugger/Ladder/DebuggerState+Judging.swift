import TFDiffTensor

extension DebuggerState {
  /// What this pair of runs says of a step.
  func judged(_ step: LadderStep) -> LadderRow {
    if let failure, !(step == .variablesOnce && hasUnexpectedCreations) { return judged(step, failure) }
    switch step {
    case .variablesOnce: return judgedCreations
    case .variableKinds: return judgedVariables
    case .fixedWeights, .alignedRandomness, .checkpointInference, .checkpointTraining, .trainingStep, .trainingSteps:
      return judgedNumbers(step)
    }
  }

  private var hasUnexpectedCreations: Bool { !variablesComparison.unexpectedCreations.isEmpty }

  /// A side that raised has not computed what the other did: that fails no step, and keeps each from being judged.
  private func judged(_ step: LadderStep, _ failure: RunFailure) -> LadderRow {
    LadderRow(step: step, verdict: .incomparable, detail: Finding.failed(failure).description)
  }

  private var judgedCreations: LadderRow {
    let creations = variablesComparison.unexpectedCreations
    guard let first = creations.first else {
      return LadderRow(
        step: .variablesOnce, verdict: .passed,
        detail: "\(variables.candidate.count) variables created on the first call, none after it")
    }
    let count = variablesComparison.createdAgain
    let place = first.first.stack.culprit.map { ", at \($0.shortPlace)" } ?? ""
    return LadderRow(
      step: .variablesOnce, verdict: .failed,
      detail:
        "\(count) created after the first call, the first \(first.first.name) on call \(first.first.call)\(place)",
      advice: LadderStep.variablesOnce.advice)
  }

  private var judgedVariables: LadderRow {
    let comparison = variablesComparison
    if comparison.isComplete && !comparison.mixesNames {
      return LadderRow(step: .variableKinds, verdict: .passed, detail: pairedWords(comparison))
    }
    let counts = [
      ("missing", comparison.missing.first?.name, comparison.missing.count),
      ("extra", comparison.extra.first?.name, comparison.extra.count),
      ("different", comparison.mismatched.first?.name, comparison.mismatched.count),
      (
        "under another name", comparison.mixesNames ? comparison.pairedOtherwise.first?.reference.name : nil,
        comparison.pairedOtherwise.count
      ),
      ("not tracked", comparison.untracked.first?.name, comparison.untracked.count),
    ]
    let words = counts.compactMap { word, first, count in first.map { "\(count) \(word) (first \($0))" } }
    let renamings = (comparison.mixesNames ? comparison.renamings : comparison.likelyRenamings).first.map { renaming in
      let place = renaming.candidate.stack.userFramesIfResolved?.first.map { ", at \($0.shortPlace)" } ?? ""
      let (reference, candidate) = (renaming.reference.name, renaming.candidate.name)
      return renaming.way.map { "; \(reference) is \(candidate), paired \($0.words)\(place)" }
        ?? "; \(reference) may be \(candidate) renamed\(place)"
    }
    return LadderRow(
      step: .variableKinds, verdict: .failed, detail: words.joined(separator: ", ") + (renamings ?? ""),
      advice: LadderStep.variableKinds.advice)
  }

  /// That every variable has its partner, and in which ways that is not told by its name.
  private func pairedWords(_ comparison: VariablesComparison) -> String {
    let renamed = comparison.pairedOtherwise
    let isByName = renamed.isEmpty && comparison.laidOut.isEmpty
    var words =
      "\(comparison.referenceCount) variables agree in \(isByName ? "name, shape" : "shape") and trainable flag"
    if let first = renamed.first, let way = first.way {
      words +=
        ", \(renamed.count) under another name (\(first.reference.name) is \(first.candidate.name), paired \(way.words))"
    }
    if let first = comparison.laidOut.first, let layout = first.partner?.layout {
      words += ", \(comparison.laidOut.count) laid out otherwise (\(first.name): \(layout))"
    }
    return words
  }

  private func judgedNumbers(_ step: LadderStep) -> LadderRow {
    // Creations are the first step's business.
    let conclusion = concluded(from: valueFindings)
    let findings = conclusion.findings
    if conclusion.verdict == .incomparable {
      return LadderRow(
        step: step, verdict: .incomparable, detail: findings.map(\.description).joined(separator: "; "))
    }
    let remarks = [unjudgedFinding, waivedFinding].compactMap(\.self)
    let words = findings.filter { !remarks.contains($0) }.map(\.description) + restoreProblems
    if words.isEmpty {
      let rest = remarks.map { "; \($0)" }.joined()
      return LadderRow(step: step, verdict: .passed, detail: agreement + rest)
    }
    let parting = step == .alignedRandomness ? randomParting.map { "\($0)" } : nil
    return LadderRow(
      step: step, verdict: .failed, detail: words.joined(separator: "; "), advice: parting ?? step.advice)
  }

  private var restoreProblems: [String] {
    guard let first = restoreComparison?.restoredOnOneSide.first, let restore = restoreComparison else { return [] }
    return ["\(restore.restoredOnOneSide.count) variables were restored on one side only, the first \(first)"]
  }

  /// What was found to agree.
  private var agreement: String {
    let greatest = endpoints.filter { $0.waived == nil }.compactMap { row in
      row.comparison.map { (row.name, $0.maxAbs) }
    }.max { $0.1 < $1.1 }
    let matching = endpoints.count { $0.status == .match }
    let words = comparesTraining ? "rung" : "endpoint"
    var parts = [matching == 1 ? "1 \(words) agrees" : "\(matching) \(words)s agree"]
    if let greatest, greatest.1 > 0 { parts[0] += " (greatest difference \(formatShort(greatest.1)) at \(greatest.0))" }
    if !lossComparisons.isEmpty { parts.append("\(lossComparisons.count) regularization losses") }
    let updates = endpoints.reduce(0) { $0 + $1.updates.count }
    if updates > 0 { parts.append("\(updates) updated variables") }
    if let drift { parts.append("\(drift)") }
    if let restore = restoreComparison { parts.append("\(restore.restored.count) variables restored") }
    return parts.joined(separator: ", ")
  }
}
