import TFDiffTensor

/// What `check` prints: lines of plain text without colour.
public struct CheckSummary: Sendable {
  public var symbols: SymbolSet
  /// The width of the names' column; longer names push the rest of their line.
  public var nameWidth: Int
  /// Files under this folder are named from it.
  public var folder: String

  public init(symbols: SymbolSet = .unicode, nameWidth: Int = 20, folder: String = "") {
    self.symbols = symbols
    self.nameWidth = nameWidth
    self.folder = folder
  }

  /// As wide as the widest of the names.
  public init(symbols: SymbolSet = .unicode, fitting names: [String], folder: String = "") {
    self.init(symbols: symbols, nameWidth: max(names.map(\.visible.count).max() ?? 0, 8), folder: folder)
  }

  /// What is compared, before it is.
  public func opening(_ state: DebuggerState) -> [String] {
    let target = state.target
    let facts = [target.name] + target.settings + ["input \(target.input)"]
    return [facts.joined(separator: ", "), toleranceLine(state)]
  }

  /// The end points whose verdict is another than when they were told: a side assigned variables later on, or reached
  /// something out of order.
  ///
  /// - Parameters:
  ///   - told: the rows as they were told, in order.
  ///   - marked: the name of the one that was told to be where the runs first part.
  public func changed(since told: [EndpointRow], marked: String?, _ state: DebuggerState) -> [String] {
    let now = Dictionary(state.endpoints.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let first = state.divergence?.endpoint.name
    let rows = told.compactMap { row in
      now[row.name].flatMap {
        $0.status != row.status || $0.waived != row.waived || row.name == first && marked != first ? $0 : nil
      }
    }
    if rows.isEmpty { return [] }
    let instead = marked.flatMap { $0 == first ? nil : ", not \($0)" } ?? ""
    return ["", "By the end of the run:"] + rows.map { line($0, isFirst: $0.name == first, instead: instead) }
  }

  /// One endpoint: symbol, name, greatest absolute difference, the tolerance it needs.
  ///
  /// - Parameters:
  ///   - isFirst: whether it is where the runs first part, which decides the verdict.
  ///   - instead: words on what was taken for that before.
  public func line(_ row: EndpointRow, isFirst: Bool = false, instead: String = "") -> String {
    words(row) + (isFirst && row.isComplete ? "  (first divergence\(instead))" : "")
  }

  private func words(_ row: EndpointRow) -> String {
    let name = row.name.visible.padded(to: nameWidth)
    let start = "\(symbols.symbol(for: row)) \(name)"
    if row.status == .unpaired || row.status == .outside || row.status == .unjudged {
      return symbols.plain(start + "  " + (row.explanation ?? ""))
    }
    guard let comparison = row.comparison else {
      let isTold = row.status == .shapeMismatch
      return start + "  " + row.status.rawValue + (isTold ? ": " + DivergenceText.shapes(row) : "")
    }
    let numbers =
      "  max abs \(formatShort(comparison.maxAbs).padded(to: 7))"
      + "  required atol \(formatShort(comparison.requiredAtol).padded(to: 7))"
      + "  required rtol \(formatShort(comparison.requiredRtol))"
    return symbols.plain(start + numbers + (row.explanation.map { "  (\($0))" } ?? ""))
  }

  /// Losses, outputs, variables, the first divergence, what has changed since a baseline, and the verdict.
  public func closing(_ state: DebuggerState, since baseline: BaselineReport? = nil) -> [String] {
    let lines =
      compared(state) + (state.comparesTraining ? training(state) : losses(state)) + observerEffects(state)
      + outputs(state) + variables(state)
      + (state.lacksReference ? [] : state.divergence.map { divergence($0) } ?? [])
      + state.explanations.flatMap { [""] + ExplanationText.lines($0) } + waivers(state)
      + (baseline.map { [""] + BaselineComparison($0, state).lines } ?? []) + verdict(state)
    return lines.map { symbols.plain($0) }
  }

  /// What bears on a step of the ladder that failed.
  public func details(_ state: DebuggerState, of step: LadderStep) -> [String] {
    let lines =
      switch step {
      case .variablesOnce, .variableKinds: variables(state)
      case .trainingStep, .trainingSteps:
        training(state) + variables(state) + (state.divergence.map { divergence($0) } ?? []) + verdict(state)
      case .fixedWeights, .checkpointInference, .alignedRandomness, .checkpointTraining:
        losses(state) + variables(state) + (state.divergence.map { divergence($0) } ?? []) + verdict(state)
      }
    return lines.map { symbols.plain($0) }
  }

  private func toleranceLine(_ state: DebuggerState) -> String {
    let policy = state.tolerance
    let exceptions = policy.exceptions.map { exception in
      "; \(exception.glob): rtol \(NumberText.exact(exception.tolerance.rtol)) "
        + "atol \(NumberText.exact(exception.tolerance.atol))"
    }
    return symbols.plain("tolerance " + state.toleranceWords + exceptions.joined())
  }

  private func compared(_ state: DebuggerState) -> [String] { state.coverage.sentence.map { [$0] } ?? [] }

  private func losses(_ state: DebuggerState) -> [String] {
    [
      (state.target.runtimes.reference, state.referenceSummary),
      (state.target.runtimes.candidate, state.candidateSummary),
    ]
    .compactMap { runtime, summary in
      // A recording has not run.
      guard let summary, summary.seconds > 0 || summary.regularizationLoss != nil else { return nil }
      let seconds = "\(NumberText.exact((summary.seconds * 100).rounded() / 100)) s"
      // Of a part of a model there is none.
      if state.target.part != nil { return "\(runtime): \(seconds)" }
      return "\(runtime): regularization loss \(NumberText.loss(summary.regularizationLoss)), \(seconds)"
    }
  }

  private func observerEffects(_ state: DebuggerState) -> [String] {
    state.observerEffects.map { "\($0.runtime): \($0.effect)" }
  }

  /// The first values of what the models are run for.
  private func outputs(_ state: DebuggerState) -> [String] {
    state.endpoints.filter { state.target.outputs.contains($0.name) }.flatMap { row in
      Side.allCases.compactMap { side in
        guard let tensor = row[side]?.tensor, tensor.elementCount > 0 else { return nil }
        let values = (0..<min(5, tensor.elementCount)).map { NumberText.value(tensor.value(at: $0)) }
        let rest = tensor.elementCount > 5 ? " …" : ""
        return "\(row.name) \(tensor.shape), \(side.rawValue): \(values.joined(separator: " "))\(rest)"
      }
    }
  }

  private func divergence(_ divergence: Divergence) -> [String] {
    let row = divergence.endpoint
    // What one side lacks was not compared.
    var lines = ["", row.isComplete ? "First divergence: \(row.name)" : "Not on both sides: \(row.name)"]
    lines += DivergenceText.origin(divergence)
    lines += DivergenceText.places(divergence, folder: folder).map { "  \($0)" }
    if let explanation = row.explanation { lines.append(explanation) }
    if let reason = DivergenceText.insideError(row) { lines.append(reason) }
    switch row.activationStatus {
    case .mismatch:
      guard let comparison = row.comparison, let shape = row.reference?.shape else { break }
      lines += DivergenceText.mismatchLines(comparison, shape: shape, tolerance: divergence.tolerance)
      if let element = divergence.firstMismatch {
        lines.append(
          "First mismatch at index \(NumberText.tuple(element.index)): "
            + "reference \(NumberText.value(element.reference)), "
            + "candidate \(NumberText.value(element.candidate))")
      }
      lines.append(
        "Would have passed with " + DivergenceText.required(comparison, tolerance: divergence.tolerance))
    case .shapeMismatch, .missingReference, .missingCandidate, .referenceOnly, .candidateOnly:
      lines.append("\(row.activationStatus.rawValue): \(DivergenceText.shapes(row))")
    case .match, .unpaired, .outside, .unjudged, .notRun: break
    }
    return lines
  }

  private func waivers(_ state: DebuggerState) -> [String] {
    if state.waivers.isEmpty { return [] }
    return ["", "Waivers of \(state.waivers.file):"]
      + state.waiverRows.map { "  \($0.symbol(symbols)) \($0.words(state.waivers))" }
  }

  private func verdict(_ state: DebuggerState) -> [String] {
    let conclusion = state.conclusion
    let symbol =
      switch conclusion.verdict {
      case .equal: symbols.symbol(for: .match)
      case .diverged: symbols.symbol(for: .mismatch)
      case .incomparable: "?"
      }
    return ["", "\(symbol) \(conclusion.verdict.rawValue): \(state.tally); " + toleranceLine(state)]
      + conclusion.findings.map { "  \($0)" }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}
