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
    recorder.state.explanations = Explainer(recorder.state, laboratory: Laboratory(target, control)).explanations()
  }
}
