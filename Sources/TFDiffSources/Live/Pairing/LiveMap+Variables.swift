import TFDiffDebugger

extension LiveMap {
  /// What the candidate tells, with the variables that are pinned under the reference's names.
  func renamed(_ event: TraceEvent) -> TraceEvent {
    switch event {
    case .variable(let variable):
      .variable(
        VariableEvent(
          name: referenceName(of: variable.name), shape: variable.shape, dtype: variable.dtype,
          trainable: variable.trainable, call: variable.call, origin: variable.origin, stack: variable.stack))
    case .update(let update):
      .update(
        UpdateEvent(
          variable: referenceName(of: update.variable), operation: update.operation, value: update.value,
          stack: update.stack))
    case .finished(let summary): .finished(renamed(summary))
    case .operation, .endpoint, .random, .log: event
    }
  }

  private func renamed(_ summary: RunSummary) -> RunSummary {
    RunSummary(
      regularizationLoss: summary.regularizationLoss, seconds: summary.seconds,
      losses: summary.losses.map {
        RegularizationLoss(variable: referenceName(of: $0.variable), value: $0.value)
      },
      untracked: summary.untracked, observerEffect: summary.observerEffect)
  }

  /// The reference's name for a variable of the candidate's.
  func referenceName(of candidate: String) -> String {
    variables.first { $0.value == candidate }?.key ?? candidate
  }

  /// - Throws: ``LiveMapFault/unknownVariable(_:_:known:)``.
  func checkVariables(_ known: SidePair<[String]>) throws(LiveMapFault) {
    for (reference, candidate) in variables.sorted(by: { $0.key < $1.key }) {
      if !known.reference.contains(reference) {
        throw .unknownVariable(.reference, reference, known: known.reference)
      }
      if !known.candidate.contains(candidate) {
        throw .unknownVariable(.candidate, candidate, known: known.candidate)
      }
    }
  }
}
