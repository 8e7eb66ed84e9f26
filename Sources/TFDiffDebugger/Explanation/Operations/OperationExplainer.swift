import TFDiffTensor

/// Explains a difference that is born in the operations of an endpoint.
struct OperationExplainer {
  let state: DebuggerState
  let laboratory: Laboratory

  init(_ state: DebuggerState, _ laboratory: Laboratory) { (self.state, self.laboratory) = (state, laboratory) }

  /// Nil where no operation is to blame.
  func explanation(of divergence: Divergence) -> Explanation? {
    guard divergence.operation != nil else { return nil }
    return nil
  }
}
