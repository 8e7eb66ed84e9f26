import TFDiffTensor

/// Explains a difference that a variable's initial value, or an input, makes.
struct VariableExplainer {
  let state: DebuggerState
  let laboratory: Laboratory

  init(_ state: DebuggerState, _ laboratory: Laboratory) { (self.state, self.laboratory) = (state, laboratory) }

  /// Nil where the difference comes from no variable and no input.
  func explanation(of divergence: Divergence) -> Explanation? {
    guard let row = divergence.initialValue else { return nil }
    let relation = ValueRelation(
      row.values, tolerance: state.tolerance.tolerance(for: row.variable), isCopied: Self.isCopied(divergence.creations)
    )
    return row.isInput ? ofInput(row, relation, divergence) : ofVariable(row, relation, divergence)
  }

  private func ofInput(_ row: InitialValueRow, _ relation: ValueRelation, _ divergence: Divergence) -> Explanation {
    Explanation(
      origin: .init(endpoint: divergence.endpoint.name), kind: relation.kind, cause: .input,
      sentence: "\(row.variable) is not the same on both sides: \(relation.words)",
      evidence: relation.evidence, experiment: relation.experiment,
      remedy: "Give both sides the same input, prepared in the same way.", stacks: stacks(of: divergence))
  }

  private func ofVariable(_ row: InitialValueRow, _ relation: ValueRelation, _ divergence: Divergence) -> Explanation {
    let makers = makers(of: row, divergence.creations)
    return Explanation(
      origin: .init(endpoint: divergence.endpoint.name, variable: row.variable), kind: relation.kind,
      cause: relation.cause, sentence: "\(row.variable) begins differently: \(relation.words)",
      evidence: makers + relation.evidence, experiment: relation.experiment,
      remedy: relation.remedy(for: row.candidate),
      stacks: stacks(of: divergence))
  }

  /// Who makes the variable on each side, and with which initializer.
  private func makers(of row: InitialValueRow, _ creations: SidePair<VariableEvent?>) -> [String] {
    let words = Side.allCases.compactMap { side -> String? in
      guard let event = creations[side] else { return nil }
      let initializer = event.initializer.map { " by \($0)" } ?? ""
      return "the \(side.rawValue) makes \(event.name)\(initializer), \(event.origin.words)"
    }
    return words.isEmpty ? [] : [words.joined(separator: "; ")]
  }

  private func stacks(of divergence: Divergence) -> SidePair<CallStack> {
    func stack(_ side: Side) -> CallStack {
      divergence.creations[side]?.stack ?? divergence.places[side]?.stack ?? .none
    }
    return SidePair(reference: stack(.reference), candidate: stack(.candidate))
  }

  /// Whether the reference's value was put there, and the candidate's is still its initializer's.
  private static func isCopied(_ creations: SidePair<VariableEvent?>) -> Bool {
    guard let reference = creations.reference, let candidate = creations.candidate else { return false }
    return candidate.origin == .initializer && reference.origin != .initializer
  }
}

extension VariableOrigin {
  /// Where the value comes from.
  fileprivate var words: String {
    switch self {
    case .initializer: "at its initial value"
    case .fixed: "set to the one value of all variables"
    case .checkpoint(let key): "from the checkpoint's \(key)"
    case .copied(let source): "with the value of \(source)"
    }
  }
}
