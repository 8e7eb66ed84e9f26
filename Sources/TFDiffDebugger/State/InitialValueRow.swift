import TFDiffTensor

/// A variable that the two sides begin with different values, or an input that is another on each side.
public struct InitialValueRow: Sendable {
  /// The reference's name.
  public var variable: String
  /// The candidate's own name.
  public var candidate: String
  public var status: Status
  public var comparison: Comparison?
  public var values: SidePair<Tensor>
  /// As in ``InitialValueEvent/sources``.
  public var sources: [String]
  /// As in ``InitialValueEvent/isInput``.
  public var isInput: Bool

  /// What is the matter with it, in few words.
  public var words: String { isInput ? "\(variable) differs" : "\(variable) begins differently" }

  /// Whether it is about a variable of the reference.
  func isOf(_ reference: String) -> Bool { variable == reference || sources.contains(reference) }

  package init(_ event: InitialValueEvent) {
    (variable, candidate, values, sources) = (event.variable, event.candidate, event.values, event.sources)
    isInput = event.isInput
    status = .notRun
  }

  package mutating func judge(under policy: TolerancePolicy) {
    let judgement = Judgement(
      reference: values.reference, candidate: values.candidate, tolerance: policy.tolerance(for: variable))
    (status, comparison) = (judgement.status, judgement.comparison)
  }
}

extension DebuggerState {
  /// The inputs and variables that begin with values out of tolerance, inputs first and variables in the reference's order.
  public var differingInitialValues: [InitialValueRow] { initialValues.filter(\.status.isDivergence) }

  /// What each side told of a variable with an initial value of its own, when it made it.
  public func creations(of row: InitialValueRow) -> SidePair<VariableEvent?> {
    SidePair(
      reference: variables.reference.first { row.isOf($0.name) },
      candidate: variables.candidate.first { $0.name == row.candidate })
  }
}
