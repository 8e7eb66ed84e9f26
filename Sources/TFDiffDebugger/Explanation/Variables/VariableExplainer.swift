import TFDiffTensor

/// Explains a difference that a variable's initial value, or an input, makes.
struct VariableExplainer {
  let state: DebuggerState
  let laboratory: Laboratory

  init(_ state: DebuggerState, _ laboratory: Laboratory) { (self.state, self.laboratory) = (state, laboratory) }

  /// Nil where the difference comes from no variable and no input.
  func explanation(of divergence: Divergence) -> Explanation? {
    guard divergence.initialValue != nil else { return nil }
    return nil
  }
}
