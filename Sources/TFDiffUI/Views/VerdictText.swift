import TFDiffDebugger
import TFDiffTensor

/// The verdict in words, for the title bar, the Report tab and the clipboard.
package enum VerdictText {
  /// One short sentence.
  package static func headline(_ state: DebuggerState) -> String {
    if let index = state.firstDivergence { return "diverged at \(state.endpoints[index].name)" }
    switch state.phase {
    case .failed(let side, _): return "\(side.rawValue) failed"
    case .finished: return "equal"
    case .ready, .running, .paused: return state.position == 0 ? "not run" : "equal so far"
    }
  }

  /// Whether the headline is good news, bad news or none yet.
  package static func symbol(_ state: DebuggerState) -> Glyphs.Symbol {
    if state.firstDivergence != nil { return .mismatch }
    if case .failed = state.phase { return .mismatch }
    return state.position == 0 ? .notRun : .match
  }

  package static func tolerance(_ tolerance: Tolerance) -> String {
    "rtol \(NumberText.exact(tolerance.rtol)) atol \(NumberText.exact(tolerance.atol))"
  }

  /// The whole verdict, one line an item.
  package static func lines(_ state: AppState) -> [String] {
    let debugger = state.debugger
    var lines = [headlineWithPlace(debugger), target(debugger.target)]
    lines.append("Tolerance: \(tolerance(debugger.tolerance.standard)); equal where \(Tolerance.formula)")
    for exception in debugger.tolerance.exceptions {
      lines.append("  \(exception.glob): \(tolerance(exception.tolerance))")
    }
    if let index = debugger.firstDivergence {
      lines += difference(debugger.endpoints[index])
    }
    lines.append(counts(debugger))
    lines += summaries(debugger)
    return lines
  }

  private static func headlineWithPlace(_ state: DebuggerState) -> String {
    let words = headline(state)
    let sentence = words.prefix(1).uppercased() + words.dropFirst()
    guard let index = state.firstDivergence else { return sentence }
    return "\(sentence), endpoint \(index + 1) of \(state.endpoints.count)"
  }

  package static func target(_ target: TargetDescription) -> String {
    let parts = [
      target.name, target.training ? "training" : "inference", target.mode, "seed \(target.seed)",
      "input \(target.input)",
    ]
    return parts.compactMap { $0 }.joined(separator: " · ")
  }

  /// What the comparison found, in PyTorch's and NumPy's words.
  package static func difference(_ row: EndpointRow) -> [String] {
    switch row.status {
    case .missingReference: return ["Only the candidate has this endpoint"]
    case .missingCandidate: return ["Only the reference has this endpoint"]
    case .shapeMismatch:
      guard let reference = row.reference, let candidate = row.candidate else { return [] }
      return [kinds(reference.dtype, reference.shape, candidate.dtype, candidate.shape)]
    case .match, .mismatch, .notRun: break
    }
    guard let comparison = row.comparison else { return [] }
    return difference(comparison, shape: row.reference?.shape ?? .scalar)
  }

  package static func kinds(_ a: DType, _ aShape: Shape, _ b: DType, _ bShape: Shape) -> String {
    if aShape == bShape { return "Element types differ: \(a.rawValue) and \(b.rawValue)" }
    return "Shapes differ: \(aShape) and \(bShape)"
      + (a == b ? "" : ", and types: \(a.rawValue) and \(b.rawValue)")
  }

  package static func difference(_ comparison: Comparison, shape: Shape) -> [String] {
    let share = NumberText.percent(comparison.mismatched, of: comparison.elements)
    return [
      "Mismatched elements: \(comparison.mismatched) / \(comparison.elements) (\(share))",
      "Greatest absolute difference: \(formatShort(comparison.maxAbs))"
        + place(comparison.maxAbsPosition, shape),
      "Greatest relative difference: \(formatShort(comparison.maxRel))"
        + place(comparison.maxRelPosition, shape),
    ]
  }

  private static func place(_ position: Int?, _ shape: Shape) -> String {
    guard let position, shape.rank > 0 else { return "" }
    return " at \(NumberText.index(shape.index(at: position)))"
  }

  /// The tolerances that would have passed.
  package static func required(_ comparison: Comparison, tolerance: Tolerance) -> String {
    let rtol = comparison.requiredRtol.isFinite ? "rtol \(NumberText.rounded(comparison.requiredRtol))" : nil
    let atol = comparison.requiredAtol.isFinite ? "atol \(NumberText.rounded(comparison.requiredAtol))" : nil
    switch (rtol, atol) {
    case (let rtol?, let atol?): return "Would pass with \(rtol), or with \(atol)"
    case (let only?, nil), (nil, let only?): return "Would pass with \(only)"
    case (nil, nil): return "No tolerance would pass: a NaN or infinity stands alone"
    }
  }

  private static func counts(_ state: DebuggerState) -> String {
    let matching = state.endpoints.count { $0.status == .match }
    let diverging = state.endpoints.count { $0.status.isDivergence }
    let waiting = state.endpoints.count { $0.status == .notRun }
    return "Endpoints: \(matching) match, \(diverging) diverge, \(waiting) not run"
  }

  private static func summaries(_ state: DebuggerState) -> [String] {
    let pairs = [
      (state.target.runtimes.reference, state.referenceSummary),
      (state.target.runtimes.candidate, state.candidateSummary),
    ]
    return pairs.compactMap { runtime, summary in
      guard let summary else { return nil }
      let loss = summary.regularizationLoss.map { "regularization loss \(NumberText.precise($0)), " } ?? ""
      return "\(runtime): \(loss)\(NumberText.rounded(summary.seconds)) s"
    }
  }
}
