import TFDiffTensor

extension MarkdownReport {
  static func explanations(_ explanations: [Explanation]) -> String? {
    if explanations.isEmpty { return nil }
    let lines = explanations.flatMap {
      ExplanationText.lines($0).map { line in "- \(escaped(String(line.drop(while: { $0 == " " }))))" }
    }
    return (["### Why", ""] + lines).joined(separator: "\n")
  }

  static func ladder(_ rows: [LadderRow]) -> String? {
    if rows.isEmpty { return nil }
    let table = rows.map { row in
      let symbol = SymbolSet.unicode.symbol(for: row.verdict)
      return "| \(symbol) \(row.verdict.rawValue) | \(row.step.rawValue) | \(row.step.title) | \(escaped(row.detail)) |"
    }
    let advice = rows.filter { $0.verdict.isFailure }.compactMap { row in
      row.advice.map { "\nStep \(row.step.rawValue): \(escaped($0))" }
    }
    return (["### Steps of the migration guide", "", "| | step | | |", "|---|---|---|---|"] + table + advice)
      .joined(separator: "\n")
  }

  static func losses(_ state: DebuggerState) -> String? {
    guard let reference = state.referenceSummary, let candidate = state.candidateSummary, state.target.part == nil
    else { return nil }
    let differing = state.lossComparisons.filter { !$0.isMatch }
    let symbol = state.lossFinding == nil && differing.isEmpty ? "✓" : "✗"
    return
      ([
        "### Regularization loss", "",
        "\(symbol) reference \(NumberText.loss(reference.regularizationLoss)), "
          + "candidate \(NumberText.loss(candidate.regularizationLoss))",
      ]
      + state.observerEffects.map { "\n\(escaped("\($0.runtime): \($0.effect)"))" }
      + list(
        "different, of \(state.lossComparisons.count)",
        differing.map { "\(code($0.variable)): \(NumberText.loss($0.reference)) and \(NumberText.loss($0.candidate))" }))
      .joined(separator: "\n")
  }

  static func variables(_ comparison: VariablesComparison) -> String {
    var lines = [
      "### Variables", "",
      "\(symbol(comparison)) reference \(comparison.referenceCount), "
        + "candidate \(comparison.candidateCount)" + (comparison.pendingWords.map { ", \($0)" } ?? "")
        + (comparison.isJudged ? "" : "; \(comparison.unjudgedWords)"),
    ]
    lines += list("missing in the candidate", comparison.missing.map { "\(code($0.name)) \($0.kind)" })
    lines += list("only in the candidate", comparison.extra.map { "\(code($0.name)) \($0.kind)" })
    lines += list(
      "different",
      comparison.mismatched.map { "\(code($0.name)): \($0.reference.kind) and \($0.candidate.kind)" })
    lines += list(
      "paired under two names",
      comparison.pairedOtherwise.map { pair in
        "\(code(pair.reference.name)) is \(code(pair.candidate.name)) in the candidate"
          + (pair.way.map { ", paired \($0.words)" } ?? "")
      })
    lines += list(
      "probably renamed",
      comparison.likelyRenamings.map { "\(code($0.reference.name)) is \(code($0.candidate.name)) in the candidate" })
    lines += list("used but not tracked by the model", comparison.untracked.map { code($0.name) })
    lines += list(VariablesComparison.createdAgainWords, comparison.unexpectedCreations.map { creation($0) })
    return lines.joined(separator: "\n")
  }

  private static func symbol(_ comparison: VariablesComparison) -> String {
    if !comparison.isJudged { return "–" }
    if !comparison.isPaired { return "✗" }
    return comparison.pendingWords == nil ? "✓" : "·"
  }

  private static func creation(_ creation: VariablesComparison.UnexpectedCreation) -> String {
    let place = creation.first.stack.culprit.map { ", by \(code("\($0.file):\($0.line)"))" } ?? ""
    let count = creation.count > 1 ? ", \(creation.count) times" : ""
    return "\(code(creation.first.name)) on call \(creation.first.call)\(place)\(count)"
  }

  static func checkpoint(_ state: DebuggerState) -> String? {
    guard let restore = state.restoreComparison, let checkpoint = state.target.checkpoint else { return nil }
    var lines = [
      "### Checkpoint", "",
      "\(restore.restoredOnOneSide.isEmpty ? "✓" : "✗") \(restore.restored.count) of "
        + "\(restore.variableCount) variables restored from "
        + "\(code(checkpoint.path)) (\(checkpoint.style))",
    ]
    lines += list("restored on one side only", restore.restoredOnOneSide.map { code($0) })
    lines += list("left at their initial values", restore.leftInitial.map { code($0) })
    lines += list("in the checkpoint but unused", restore.unused.map { code($0) })
    return lines.joined(separator: "\n")
  }

  static func randomOperations(_ state: DebuggerState) -> String? {
    let rows = state.randomComparisons
    if rows.isEmpty { return nil }
    let differing = rows.filter { !$0.agrees && !$0.isPending }
    let pending = rows.count(where: \.isPending)
    func words(_ event: RandomEvent?) -> String {
      event.map { "\(code($0.name)) \($0.type) \($0.shape), seeds (\($0.seed), \($0.seed2))" } ?? "none"
    }
    let parting = state.randomParting.map { ["- first parting: \(escaped($0.description))"] } ?? []
    let lines = [
      "### Random operations", "",
      "\(!differing.isEmpty ? "✗" : pending == 0 ? "✓" : "·") \(rows.count - differing.count - pending) of "
        + "\(rows.count - pending) agree in type, shape and seeds"
        + (pending == 0 ? "" : "; \(pending) \(state.failure == nil ? "still to come" : "not reached")"),
    ]
    return
      (lines + parting
      + list(
        "different",
        differing.map { "\($0.index): reference \(words($0.reference)); candidate \(words($0.candidate))" }))
      .joined(separator: "\n")
  }
}
