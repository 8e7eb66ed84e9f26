import TFDiffDebugger
import TFDiffTensor

/// The verdict in words, for the title bar, the Report tab and the clipboard.
package enum VerdictText {
  /// One short sentence.
  package static func headline(_ state: AppState) -> String {
    let conclusion = state.conclusion
    switch (conclusion.verdict, conclusion.findings.first) {
    case (.equal, .unjudged(let count, _, _, _, _)): return "equal, \(count) not judged"
    case (.equal, .waived(let count, _, _, _)): return "equal, \(count) waived"
    case (.equal, _): return "equal"
    case (.diverged, .endpoint(let name, _)), (.diverged, .updates(let name, _)): return "diverged at \(name)"
    case (.diverged, let finding): return finding.map { "diverged: \(short($0))" } ?? "diverged"
    case (.incomparable, .failed(let failure)): return "\(failure.side.rawValue) failed"
    case (.incomparable, .outputsNotCompared): return "outputs not compared"
    case (.incomparable, .unjudged): return "cannot be judged"
    case (.incomparable, _):
      if state.debugger.phase == .finished { return "nothing to compare" }
      return state.debugger.position == 0 ? "not run" : "equal so far"
    }
  }

  private static func short(_ finding: Finding) -> String {
    switch finding {
    case .regularizationLoss, .lossMissing, .losses: "regularization loss"
    case .variableCreatedAgain: "variable \(VariablesComparison.createdAgainWords)"
    case .unshared: "variables not shared"
    case .failed(let failure): "\(failure.side.rawValue) failed"
    case .endpoint, .updates, .inputs, .initialValues, .outputsNotCompared, .unjudged, .waived, .cancelled,
      .notFinished,
      .nothingCompared:
      "\(finding)"
    }
  }

  /// Whether the headline is good news, bad news or none yet.
  package static func symbol(_ state: AppState) -> Glyphs.Symbol {
    switch (state.conclusion.verdict, state.debugger.phase) {
    case (.diverged, _), (_, .failed): .mismatch
    case (.equal, _): .match
    // Over, and still without a verdict.
    case (.incomparable, .finished): .notRun
    case (.incomparable, _): state.debugger.position == 0 ? .notRun : .match
    }
  }

  package static func tolerance(_ tolerance: Tolerance) -> String {
    "rtol \(NumberText.exact(tolerance.rtol)) atol \(NumberText.exact(tolerance.atol))"
  }

  /// For the title: with a mark on what is not the program's default, and one where there are exceptions.
  package static func marked(_ policy: TolerancePolicy) -> String {
    func part(_ name: String, _ value: Double, _ usual: Double) -> String {
      "\(name) \(NumberText.exact(value))\(value == usual ? "" : changedMark)"
    }
    let (here, usual) = (policy.standard, Tolerance.standard)
    let exceptions = policy.exceptions.isEmpty ? "" : "+"
    if policy.isAutomatic { return "tolerance \(TolerancePolicy.automatic)\(changedMark)\(exceptions)" }
    return "\(part("rtol", here.rtol, usual.rtol)) \(part("atol", here.atol, usual.atol))\(exceptions)"
  }

  /// The whole of a policy in a few words.
  package static func words(_ policy: TolerancePolicy) -> String {
    let standard = policy.isAutomatic ? "tolerance \(TolerancePolicy.automatic)" : tolerance(policy.standard)
    let count = policy.exceptions.count
    return standard + (count == 0 ? "" : ", \(count) \(count == 1 ? "exception" : "exceptions")")
  }

  /// After a number that is not the default.
  package static let changedMark = "!"

  /// The whole verdict, one line an item.
  package static func lines(_ state: AppState) -> [String] {
    let debugger = state.debugger
    var lines = [headlineWithPlace(state), state.relative(target(debugger.target))]
    lines.append(
      debugger.target.steps > 0
        ? "Tolerance: \(debugger.toleranceWords)" : standard(debugger.tolerance, debugger.noise))
    for exception in debugger.tolerance.exceptions {
      lines.append("  \(exception.glob): \(tolerance(exception.tolerance))")
    }
    if let index = state.firstDivergence {
      lines += difference(debugger.endpoints[index], tolerance: debugger.tolerance)
    }
    lines += state.conclusion.findings.filter(isNews).map { "\($0)" }
    if debugger.stand.kind != .ended { lines.append("\(debugger.stand)".capitalizedFirst) }
    lines.append(counts(state.facts))
    lines += summaries(debugger) + losses(debugger) + ladder(state)
    return lines
  }

  private static func standard(_ policy: TolerancePolicy, _ noise: RunNoise?) -> String {
    if policy.isAutomatic, noise?.obstacle == nil {
      return "Tolerance \(TolerancePolicy.automatic): equal where \(TolerancePolicy.automaticFormula)"
    }
    return "Tolerance: \(tolerance(policy.standard)); equal where \(Tolerance.formula)"
  }

  /// Whether a finding says more than the headline does.
  private static func isNews(_ finding: Finding) -> Bool {
    switch finding {
    case .endpoint, .updates, .notFinished: false
    default: true
    }
  }

  private static func headlineWithPlace(_ state: AppState) -> String {
    let sentence = headline(state).capitalizedFirst
    guard let index = state.firstDivergence else { return sentence }
    return
      "\(sentence), \(state.debugger.comparesTraining ? "rung" : "endpoint") \(index + 1) of \(state.debugger.endpoints.count)"
  }

  package static func target(_ target: TargetDescription) -> String {
    let parts = [
      target.name, target.isRecorded ? nil : target.pass, target.isRecorded ? nil : target.mode,
      target.isRecorded ? nil : "seed \(target.seed)", "input \(target.input)",
      target.checkpoint.map { "checkpoint \($0.path) (\($0.style))" },
    ]
    return parts.compactMap { $0 }.joined(separator: " · ")
  }

  /// What the comparison found, in PyTorch's and NumPy's words.
  package static func difference(_ row: EndpointRow, tolerance policy: TolerancePolicy) -> [String] {
    // Until it is judged, the side that has not reached it may still.
    if row.status == .notRun { return [] }
    if row.status == .outside { return row.explanation.map { [$0.capitalizedFirst] } ?? [] }
    switch row.activationStatus {
    case .missingReference, .candidateOnly:
      return ["Only the candidate has this \(row.rung == nil ? "endpoint" : "rung")"]
    case .missingCandidate, .referenceOnly:
      return ["Only the reference has this \(row.rung == nil ? "endpoint" : "rung")"]
    case .shapeMismatch:
      guard let reference = row.reference, let candidate = row.candidate else { return [] }
      return [kinds(reference.dtype, reference.shape, candidate.dtype, candidate.shape)]
    case .match, .unpaired, .outside, .unjudged, .notRun:
      return row.explanation.map { ["Only in updates: \($0)"] } ?? []
    case .mismatch:
      guard let comparison = row.comparison, let shape = row.reference?.shape else { return [] }
      return [
        mismatched(comparison), greatestAbsolute(comparison, shape), greatestRelative(comparison, shape),
        required(comparison),
      ] + (row.measures.map { [measures($0)] } ?? [])
    }
  }

  package static func kinds(_ a: DType, _ aShape: Shape, _ b: DType, _ bShape: Shape) -> String {
    if aShape == bShape { return "Element types differ: \(a.rawValue) and \(b.rawValue)" }
    return "Shapes differ: \(aShape) and \(bShape)"
      + (a == b ? "" : ", and types: \(a.rawValue) and \(b.rawValue)")
  }

  package static func mismatched(_ comparison: Comparison, isShort: Bool = false) -> String {
    let words = isShort ? "Mismatched" : "Mismatched elements"
    if comparison.isMatch { return "\(words): none of \(comparison.elements)" }
    let share = NumberText.percent(comparison.mismatched, of: comparison.elements)
    return "\(words): \(comparison.mismatched) / \(comparison.elements) (\(share))"
  }

  package static func greatestAbsolute(_ comparison: Comparison, _ shape: Shape, isShort: Bool = false)
    -> String
  {
    (isShort ? "Max abs: " : "Greatest absolute difference: ") + formatShort(comparison.maxAbs)
      + place(comparison.maxAbsPosition, shape)
  }

  package static func greatestRelative(_ comparison: Comparison, _ shape: Shape, isShort: Bool = false)
    -> String
  {
    (isShort ? "Max rel: " : "Greatest relative difference: ") + formatShort(comparison.maxRel)
      + place(comparison.maxRelPosition, shape)
  }

  private static func place(_ position: Int?, _ shape: Shape) -> String {
    guard let position, shape.rank > 0 else { return "" }
    return " at \(NumberText.tuple(shape.index(at: position)))"
  }

  /// The tolerances that would have passed.
  package static func required(_ comparison: Comparison, isShort: Bool = false) -> String {
    let rtol = comparison.requiredRtol.isFinite ? "rtol \(NumberText.passing(comparison.requiredRtol))" : nil
    let atol = comparison.requiredAtol.isFinite ? "atol \(NumberText.passing(comparison.requiredAtol))" : nil
    let ways = [rtol, atol].compactMap { $0 }
    if ways.isEmpty { return "No tolerance would pass: a NaN or infinity stands alone" }
    return (isShort ? "Passes with " : "Would pass with ")
      + ways.joined(separator: isShort ? " or " : ", or with ")
  }

  /// How far the two are apart as wholes, in one line.
  package static func measures(_ measures: ErrorMeasures, isShort: Bool = false) -> String {
    let norm = formatShort(measures.relativeL2)
    let cosine = NumberText.statistic(measures.cosine)
    let steps = measures.greatestULP.map(NumberText.count)
    if isShort { return "L2 \(norm) cos \(cosine)" + (steps.map { " ULP \($0)" } ?? "") }
    return "Relative L2 \(norm), cosine \(cosine)" + (steps.map { ", at most \($0) ULP apart" } ?? "")
  }

  private static func counts(_ facts: EndpointFacts) -> String {
    let waived = facts.waived == 0 ? "" : "\(facts.waived) waived, "
    return
      "Endpoints: \(facts.matching) match, \(facts.mismatches.count) diverge, \(waived)\(facts.waiting) not run"
      + (facts.outside > 0 ? ", \(facts.outside) not compared" : "")
  }

  private static func summaries(_ state: DebuggerState) -> [String] {
    let pairs = [
      (state.target.runtimes.reference, state.referenceSummary),
      (state.target.runtimes.candidate, state.candidateSummary),
    ]
    return pairs.compactMap { runtime, summary in
      guard let summary else { return nil }
      let loss = summary.regularizationLoss.map { "regularization loss \(NumberText.loss($0)), " } ?? ""
      return "\(runtime): \(loss)\(NumberText.rounded(summary.seconds)) s"
    }
  }
}
