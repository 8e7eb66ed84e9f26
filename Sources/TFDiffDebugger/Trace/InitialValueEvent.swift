import TFDiffTensor

/// Before the forward pass that is compared, a variable of both sides has two values.
public struct InitialValueEvent: Sendable {
  /// The reference's name.
  public var variable: String
  /// The candidate's own name.
  public var candidate: String
  public var values: SidePair<Tensor>

  public init(variable: String, candidate: String, values: SidePair<Tensor>) {
    self.variable = variable
    self.candidate = candidate
    self.values = values
  }
}
