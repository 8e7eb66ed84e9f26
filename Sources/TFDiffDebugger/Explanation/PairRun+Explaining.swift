import TFDiffTensor

extension PairRun {
  /// Finds out why the runs first part: records the operations of the endpoint where they do, with the values that each
  /// takes, and makes experiments.
  mutating func explain(_ progress: Progress) {
    guard let index = recorder.state.firstDivergence else { return }
    let phase = recorder.state.phase
    if recorder.state.endpoints[index].rung == nil {
      recordOperations(at: index, tellsOperands: true, progress)
      // Nobody asked to go there: the runs stand where they stood, and for the same reason.
      if case .paused(.reached) = recorder.state.phase { recorder.state.phase = phase }
      if recorder.state.endpoints[index].insideError != nil { return }
    }
    let name = recorder.state.endpoints[index].name
    recorder.state.phase = .running("explaining \(name)")
    progress(recorder.state)
    recorder.state.phase = phase
    let laboratory = Laboratory(target, control)
    recorder.state.explanations =
      Explainer(recorder.unfused(at: index, in: laboratory), laboratory: laboratory).explanations()
  }
}

extension Recorder {
  /// What is known, with what a rewrite has fused on the way to an endpoint taken apart. What is looked at is left as it is.
  fileprivate func unfused(at index: Int, in laboratory: Laboratory) -> DebuggerState {
    let rows = state.endpoints[index].operations
    let isFused = rows.contains { row in Side.allCases.contains { row[$0].map { $0.fused.count > 1 } ?? false } }
    guard isFused else { return state }
    var copy = self
    let parts = UnfusedOperations(laboratory: laboratory)
    func operations(_ side: Side) -> [OperationEvent] { parts.expanded(rows.compactMap { $0[side] }) }
    copy.recordSpan(SidePair(reference: operations(.reference), candidate: operations(.candidate)), at: index)
    return copy.state
  }
}
