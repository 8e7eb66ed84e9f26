import TFDiffTensor

/// Explains what parts two runs beside their endpoints: regularization losses, and variables that are not shared.
struct FindingExplainer {
  private let state: DebuggerState

  init(_ state: DebuggerState) { self.state = state }

  func explanations() -> [Explanation] {
    var found: [Explanation] = []
    if let created = state.variablesComparison.unexpectedCreations.first { found.append(again(created)) }
    if let unshared = state.variablesComparison.unshared.first { found.append(self.unshared(unshared)) }
    if let loss = LossExplainer(state).explanation() { found.append(loss) }
    return found
  }

  private func again(_ creation: VariablesComparison.UnexpectedCreation) -> Explanation {
    let variable = creation.first
    return Explanation(
      origin: .init(variable: variable.name), kind: .missing, cause: .createdAgain,
      sentence: "the candidate creates \(variable.name) again on call \(variable.call), where the reference reuses one",
      evidence: ["\(creation.count) variables are created after the first call"],
      remedy:
        "Create variables once, in the constructor or in build; under the TF1-style shim, get_variable is to be called "
        + "within track_tf1_style_variables.",
      stacks: SidePair(reference: .none, candidate: variable.stack))
  }

  private func unshared(_ variable: VariableEvent) -> Explanation {
    let shared = variable.unsharedCopyOf ?? variable.sharedName
    let count = state.variablesComparison.unshared.count
    let reference = state.variables.reference.first { $0.name == shared }
    return Explanation(
      origin: .init(variable: shared), kind: .missing, cause: .unsharedVariable,
      sentence: "the candidate has a copy of its own of \(shared), \(variable.name), where the reference shares one",
      evidence: [
        "\(count) trainable variables are copies",
        "in eager execution variable scopes with AUTO_REUSE, or a default_name, share nothing: each call makes variables anew",
      ],
      remedy: "Make one layer and call it twice.",
      stacks: SidePair(reference: reference?.stack ?? .none, candidate: variable.stack))
  }
}
