import TFDiffTensor

extension ReportKind {
  public static let markdown = ReportKind(ending: ".md") { MarkdownReport.text($0, context: $1) }
}

/// The report for people, to be pasted into a pull request.
public enum MarkdownReport {
  public static func text(_ state: DebuggerState, context: ReportContext) -> String {
    let sections = [
      heading(state),
      stand(state.stand),
      whatWasCompared(state),
      ladder(state.ladder),
      state.divergence.map { firstDivergence($0) },
      explanations(state.explanations),
      propagation(state.propagation),
      endpoints(state),
      state.comparesTraining ? training(state) : losses(state),
      variables(state.variablesComparison),
      checkpoint(state),
      randomOperations(state),
      "### Reproduce\n\n\(block(context.reproduction))",
    ]
    return sections.compactMap { $0 }.joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ state: DebuggerState) -> String {
    let conclusion = state.conclusion
    let name = code(state.target.name)
    let title =
      switch conclusion.verdict {
      case .equal: "## ✓ \(name): both runs are equal within tolerance"
      case .diverged: "## ✗ \(name): the runs diverge"
      case .incomparable where state.stand.kind == .notBegun: "## · \(name): the runs have not begun"
      case .incomparable where state.stand.isUnderWay: "## · \(name): the runs are not over, and equal so far"
      case .incomparable: "## ? \(name): the runs could not be compared"
      }
    let findings = conclusion.findings.map { "- \(escaped($0.description))" }
    return ([title] + (findings.isEmpty ? [] : ["", findings.joined(separator: "\n")])).joined(
      separator: "\n")
  }

  /// Where runs that are not over stand; nil for those that are.
  private static func stand(_ stand: RunStand) -> String? {
    switch stand.kind {
    case .ended, .failed: nil
    case .notBegun, .running, .stopped:
      escaped("The runs are not over: \(stand).")
        + " Only what both sides have reached is judged; the rest is still to come."
    }
  }

  private static func whatWasCompared(_ state: DebuggerState) -> String {
    let target = state.target
    var facts = target.isRecorded ? [] : [target.mode.map { "mode `\($0)`" }, target.pass].compactMap { $0 }
    facts += (target.isRecorded ? [] : ["seed \(target.seed)"]) + ["input \(code(target.input))"]
    let coverage = state.coverage.sentence.map { " \(escaped($0))." } ?? ""
    var lines = [
      "Reference: \(escaped(target.runtimes.reference)); candidate: \(escaped(target.runtimes.candidate)); "
        + facts.joined(separator: ", ") + ".",
      "Tolerance: \(tolerance(state)). "
        + "\(state.tally)." + coverage,
    ]
    lines += state.tolerance.exceptions.map { exception in
      "For \(code(exception.glob)): rtol \(NumberText.exact(exception.tolerance.rtol)), "
        + "atol \(NumberText.exact(exception.tolerance.atol))."
    }
    return lines.joined(separator: "  \n")
  }

  private static func tolerance(_ state: DebuggerState) -> String {
    if state.comparesTraining { return escaped(state.tolerance.words(steps: state.target.steps)) }
    let standard = state.tolerance.standard
    if state.tolerance.isAutomatic, state.noise?.obstacle == nil {
      return "`\(TolerancePolicy.automaticFormula)`"
    }
    return
      "`\(Tolerance.formula)` with rtol \(NumberText.exact(standard.rtol)), atol \(NumberText.exact(standard.atol))"
  }

  private static func firstDivergence(_ divergence: Divergence) -> String {
    let row = divergence.endpoint
    var lines = ["### \(row.isComplete ? "First divergence" : "Not on both sides"): \(code(row.name))", ""]
    if let initial = divergence.initialValue {
      lines.append(
        "- \(initial.isInput ? "Input" : "Variable"): \(escaped(DivergenceText.initialValue(initial, in: divergence)))"
      )
    } else if let unpaired = divergence.unpaired {
      lines.append("- Variable: \(escaped(DivergenceText.unpaired(unpaired, divergence.remedies)))")
    } else if let operation = divergence.operation {
      lines.append("- Operation: \(escaped(DivergenceText.operation(operation)))")
      lines += divergence.differences.map { "  - \(escaped($0.description))" }
      if let parting = divergence.randomParting { lines.append("- \(escaped("\(parting)"))") }
    } else if let update = divergence.update {
      lines.append("- Operation: \(escaped(DivergenceText.assignment(update)))")
    } else if let elsewhere = divergence.elsewhere {
      lines.append("- \(escaped("\(elsewhere)"))")
    }
    lines += DivergenceText.places(divergence, folder: "").map { "- \(escaped($0))" }
    if let explanation = row.explanation { lines.append("- \(escaped(explanation))") }
    if let reason = DivergenceText.insideError(row) { lines.append("- \(escaped(reason))") }
    if row.activationStatus.isDivergence, row.activationStatus != .mismatch {
      lines.append("- \(row.activationStatus.rawValue): \(DivergenceText.shapes(row))")
    }
    if row.activationStatus == .mismatch, let comparison = row.comparison, let shape = row.reference?.shape {
      lines += DivergenceText.mismatchLines(comparison, shape: shape, tolerance: divergence.tolerance)
        .map { "- \($0)" }
    }
    var shown: Divergence.Element?
    for (words, element) in [
      ("First mismatch", divergence.firstMismatch), ("Greatest difference", divergence.greatest),
    ] {
      guard let element, element != shown else { continue }
      shown = element
      lines.append(
        "- \(words) at \(NumberText.tuple(element.index)): reference \(NumberText.value(element.reference)), "
          + "candidate \(NumberText.value(element.candidate))")
    }
    if row.activationStatus == .mismatch, let comparison = row.comparison {
      let required = DivergenceText.required(comparison, tolerance: divergence.tolerance)
      lines.append("- Would have passed with \(required)")
    }
    return lines.joined(separator: "\n")
  }

  private static func endpoints(_ state: DebuggerState) -> String {
    var lines = [
      "### Endpoints", "",
      "| | endpoint | shape | mismatched | max abs | required atol | relative L2 | cosine | max ULP |",
      "|---|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += state.endpoints.map { row in
      let shape = (row.reference ?? row.candidate)?.shape.description ?? ""
      let mismatched = row.comparison.map { "\($0.mismatched) / \($0.elements)" } ?? row.status.rawValue
      let note = row.explanation.map { " (\(escaped($0)))" } ?? ""
      let cells = [SymbolSet.unicode.symbol(for: row.status), code(row.name), shape, mismatched + note]
      return "| " + (cells + numbers(row)).joined(separator: " | ") + " |"
    }
    return lines.joined(separator: "\n")
  }

  private static func numbers(_ row: EndpointRow) -> [String] {
    let comparison = row.comparison.map { [formatShort($0.maxAbs), formatShort($0.requiredAtol)] } ?? ["", ""]
    guard let measures = row.measures else { return comparison + ["", "", ""] }
    let steps = measures.greatestULP.map { String($0) } ?? ""
    return comparison + [formatShort(measures.relativeL2), NumberText.statistic(measures.cosine), steps]
  }

  /// At most ten lines: a pull request is no place for a thousand.
  static func list(_ title: String, _ items: [String]) -> [String] {
    if items.isEmpty { return [] }
    let shown = items.prefix(10).map { "  - \($0)" }
    let rest = items.count > 10 ? ["  - and \(items.count - 10) more"] : []
    return ["- \(title): \(items.count)"] + shown + rest
  }
}
