import TFDiffTensor

extension PairRun {
  /// Explains an endpoint, or a gradient, by a run of the pair with one change in which it is the same on both sides. Nil where
  /// there is none.
  ///
  /// - Parameter kind: what the difference looks like.
  func explainedByVariant(_ index: Int, _ kind: ErrorKind?, _ progress: Progress) -> Explanation? {
    for variant in target.variants where mayExplain(variant.change, index, kind) {
      if let found = explanation(variant, index, kind, progress) { return found }
      if control.isCancelled { return nil }
    }
    return nil
  }

  /// Switches that are another on the two sides, where a run of the candidate with one of them might tell. What keeps a side from
  /// being asked is no news here: the two have run.
  func differingSwitches(at index: Int) -> [NumericSwitch] {
    guard recorder.state.endpoints[index].rung == nil, !control.isCancelled else { return [] }
    return (try? target.switches?()) ?? []
  }

  /// Explains an endpoint by a switch with which, set as the reference has it, the candidate computes the same.
  func explainedBySwitch(
    _ switches: [NumericSwitch], _ index: Int, _ kind: ErrorKind?, _ progress: Progress
  ) -> Explanation? {
    for variant in switches.compactMap(\.variant) {
      if control.isCancelled { return nil }
      if let found = explanation(variant, index, kind, progress) { return found }
    }
    return nil
  }

  /// By the change that a variant makes, or by the part of it that is enough; nil where it leaves something different.
  private func explanation(
    _ variant: TargetVariant, _ index: Int, _ kind: ErrorKind?, _ progress: Progress
  ) -> Explanation? {
    let settled = settledRows(questioned(index), in: variant, progress)
    guard !control.isCancelled, let found = explanation(variant.change, index, kind, settled) else { return nil }
    for part in variant.refinements {
      if let finer = explanation(part, index, kind, progress) { return finer }
    }
    return found
  }

  /// Whether a change can have to do with a row, so that a run is worth its time.
  private func mayExplain(_ change: TargetVariant.Change, _ index: Int, _ kind: ErrorKind?) -> Bool {
    let row = recorder.state.endpoints[index]
    switch change {
    case .constantRandomness:
      let looksDrawn = kind == .randomNumbers || row.operations.contains(where: \.draws)
      return row.rung == nil && (looksDrawn || recorder.state.randomParting != nil)
    case .passingGradients: return row.rung?.kind == .gradient || row.rung?.kind == .endpointGradient
    // That rewrites round otherwise is known of them.
    case .withoutRewrites: return row.rung == nil && row.status == .mismatch && !row.differsByRounding
    case .numericSwitch: return row.rung == nil
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
    _ change: TargetVariant.Change, _ index: Int, _ kind: ErrorKind?, _ settled: [EndpointRow]
  ) -> Explanation? {
    guard let divergence = recorder.state.divergence, divergence.endpoint.name == recorder.state.endpoints[index].name,
      let experiment = settled.lazy.compactMap({ self.experiment(change, $0) }).first
    else { return nil }
    let row = recorder.state.endpoints[index]
    return Explanation(
      origin: .init(
        endpoint: row.rung == nil ? row.name : nil, operation: divergence.operation?.name,
        rung: row.rung == nil ? nil : row.name, variable: row.rung?.variable),
      kind: change.kind ?? kind ?? .unknown, cause: change.cause, sentence: change.sentence(recorder.state),
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
