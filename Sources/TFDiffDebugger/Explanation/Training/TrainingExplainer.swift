import TFDiffTensor

/// Explains the first rung of a training step that is outside its tolerance.
struct TrainingExplainer {
  let state: DebuggerState
  let laboratory: Laboratory

  init(_ state: DebuggerState, _ laboratory: Laboratory) { (self.state, self.laboratory) = (state, laboratory) }

  /// Nil where no training steps are compared.
  func explanation(of divergence: Divergence) -> Explanation? {
    guard divergence.endpoint.rung != nil else { return nil }
    return nil
  }
}
