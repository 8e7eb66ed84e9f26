import TFDiffTensor

/// Says why the two sides first part, from what is recorded of them and from experiments.
///
/// It sees tensors, operations, attributes and variables, and no names of what may have been planted. Those who look are asked
/// in turn, and the first that knows a cause has the word; where none does, the first that has anything to say.
struct Explainer {
  let state: DebuggerState
  let laboratory: Laboratory

  init(_ state: DebuggerState, laboratory: Laboratory) {
    (self.state, self.laboratory) = (state, laboratory)
  }

  func explanations() -> [Explanation] {
    guard let divergence = state.divergence else { return [] }
    if let reason = DivergenceText.insideError(divergence.endpoint) {
      return [
        Explanation(origin: .init(endpoint: divergence.endpoint.name), kind: .unknown, sentence: reason)
      ]
    }
    let views: [(Divergence) -> Explanation?] = [
      { TrainingExplainer(state, laboratory).explanation(of: $0) },
      { VariableExplainer(state, laboratory).explanation(of: $0) },
      { UpdateExplainer(state).explanation(of: $0) },
      { RecurrentExplainer(state).explanation(of: $0) },
      { OperationExplainer(state, laboratory).explanation(of: $0) },
    ]
    var found: [Explanation] = []
    for view in views {
      guard let explanation = view(divergence) else { continue }
      if explanation.cause != nil { return [explanation] }
      found.append(explanation)
    }
    if found.isEmpty { found = FindingExplainer(state).explanations() }
    return Array(found.prefix(1))
  }
}
