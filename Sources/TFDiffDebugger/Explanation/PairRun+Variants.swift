import TFDiffTensor

extension PairRun {
  /// Explains an endpoint, or a gradient, by a run of the pair with one change in which it is the same on both sides. Nil where
  /// there is none.
  ///
  /// - Parameter kind: what the difference looks like.
  func explainedByVariant(_ index: Int, _ kind: ErrorKind?, _ progress: Progress) -> Explanation? {
    let rows = questioned(index)
    for variant in target.variants where mayExplain(variant.change, index, kind) {
      let settled = settledRows(rows, in: variant, progress)
      if control.isCancelled { return nil }
      if let found = explanation(variant.change, index, settled) { return found }
    }
    return nil
  }

  /// Whether a change can have to do with a row, so that a run is worth its time.
  private func mayExplain(_ change: TargetVariant.Change, _ index: Int, _ kind: ErrorKind?) -> Bool {
    let row = recorder.state.endpoints[index]
    switch change {
    case .constantRandomness:
      let looksDrawn = kind == .randomNumbers || row.operations.contains(where: \.draws)
      return row.rung == nil && (looksDrawn || recorder.state.randomParting != nil)
    case .passingGradients: return row.rung?.kind == .gradient || row.rung?.kind == .endpointGradient
    }
  }

  /// What has to be the same: all that differs; or, of a step, all gradients.
  private func questioned(_ index: Int) -> [EndpointRow] {
    guard let rung = recorder.state.endpoints[index].rung else {
      return recorder.state.endpoints.filter { $0.status == .mismatch }
    }
    return recorder.state.endpoints.filter {
      $0.rung?.step == rung.step && ($0.rung?.kind == .gradient || $0.rung?.kind == .endpointGradient)
    }
  }

  /// The rows that the variant has the same on both sides, in their order; none where it differs in any.
  ///
  /// Layers that were paired by a guess may be others, and are then judged by what is computed from them.
  private func settledRows(_ rows: [EndpointRow], in variant: TargetVariant, _ progress: Progress) -> [EndpointRow] {
    var options = options
    (options.breakpoints, options.tolerance) = ([], recorder.state.tolerance)
    var other = PairRun(target: variant.open(), options: options, control: control)
    other.takesSettings = false
    var shown = recorder.state
    shown.phase = .running("running with \(variant.change.words)")
    guard let last = rows.last else { return [] }
    other.run(rows[0].rung == nil ? .end : .past(last.name)) { _ in progress(shown) }
    let found = rows.compactMap { row in other.recorder.indexByName[row.name].map { other.recorder.state.endpoints[$0] }
    }
    guard found.count == rows.count, found.allSatisfy({ !$0.status.isDivergence }) else { return [] }
    return found.filter { $0.status == .match }
  }

  private func explanation(
    _ change: TargetVariant.Change, _ index: Int, _ settled: [EndpointRow]
  ) -> Explanation? {
    guard let divergence = recorder.state.divergence, divergence.endpoint.name == recorder.state.endpoints[index].name,
      let experiment = settled.lazy.compactMap({ self.experiment(change, $0) }).first
    else { return nil }
    let row = recorder.state.endpoints[index]
    return Explanation(
      origin: .init(
        endpoint: row.rung == nil ? row.name : nil, operation: divergence.operation?.name,
        rung: row.rung == nil ? nil : row.name, variable: row.rung?.variable),
      kind: change.kind, cause: change.cause, sentence: change.sentence(recorder.state),
      evidence: ["\(settled.count) that were compared agree then, among them all that differ"], experiment: experiment,
      remedy: change.remedy,
      stacks: SidePair(
        reference: divergence.places.reference?.stack ?? .none, candidate: divergence.places.candidate?.stack ?? .none))
  }

  /// How far a row's two sides were apart, and are in the variant; nil where that is no news.
  private func experiment(_ change: TargetVariant.Change, _ settled: EndpointRow) -> Experiment? {
    guard let row = recorder.indexByName[settled.name].map({ recorder.state.endpoints[$0] }),
      let before = row.comparison?.maxAbs, let after = settled.comparison?.maxAbs, after < before / 8
    else { return nil }
    let greatest = settled.reference?.statistics.greatest ?? 0
    return Experiment(
      "\(row.name) where both sides run with \(change.words)", before: before, after: after,
      noise: recorder.state.tolerance.tolerance(for: settled).allowed(candidate: greatest))
  }
}

extension TargetVariant.Change {
  fileprivate var words: String {
    switch self {
    case .constantRandomness: "each random operation drawing by its own seed (constant mode)"
    case .passingGradients(let side): "gradients let through where the \(side.rawValue) stops them"
    }
  }

  fileprivate var cause: Cause {
    switch self {
    case .constantRandomness: .randomOrder
    case .passingGradients: .stoppedGradient
    }
  }

  fileprivate var kind: ErrorKind {
    switch self {
    case .constantRandomness: .randomNumbers
    case .passingGradients: .otherFormula
    }
  }

  fileprivate func sentence(_ state: DebuggerState) -> String {
    switch self {
    case .constantRandomness:
      let parting = state.randomParting.map { ": random op \($0.index) is the first that is not the same" } ?? ""
      return "the two sides draw their random numbers in another order\(parting)"
    case .passingGradients(let side):
      return "the \(side.rawValue) stops gradients (tf.stop_gradient) that flow through in the \(side.other.rawValue)"
    }
  }

  fileprivate var remedy: String? {
    switch self {
    case .constantRandomness: Cause.randomOrder.remedy
    case .passingGradients(.reference):
      "Put tf.stop_gradient where the reference has it: what it takes is a constant to the optimizer."
    case .passingGradients(.candidate): "Take tf.stop_gradient out of the candidate."
    }
  }
}
