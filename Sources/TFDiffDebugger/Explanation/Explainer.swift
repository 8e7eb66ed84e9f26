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
    if found.isEmpty, let looks = looks(of: divergence) { found = [looks] }
    return Array(found.prefix(1))
  }

  /// What the error looks like, where nothing is known of how the values were computed, as of a recording's.
  private func looks(of divergence: Divergence) -> Explanation? {
    let row = divergence.endpoint
    guard row.operations.isEmpty, let reference = row.reference?.tensor, let candidate = row.candidate?.tensor else {
      return nil
    }
    let looks = ErrorClassification(reference: reference, candidate: candidate, tolerance: state.tolerance.standard)
    return Explanation(
      origin: .init(endpoint: row.name), kind: looks.kind,
      sentence: "\(row.name) differs, and what computes it is not known here, so that no experiment can be made",
      evidence: [looks.evidence])
  }
}
