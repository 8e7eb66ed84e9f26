import TFDiffTensor

/// Before the forward pass that is compared, a variable of both sides has two values, or what both are given differs.
public struct InitialValueEvent: Sendable {
  /// The reference's name.
  public var variable: String
  /// The candidate's own name.
  public var candidate: String
  public var values: SidePair<Tensor>
  /// The reference's variables whose elements the candidate holds in another order or shape; empty where it is one variable
  /// on both sides.
  public var sources: [String]
  /// Whether it is no variable but what the model is given, which has one name on both sides.
  public var isInput: Bool

  public init(
    variable: String, candidate: String, values: SidePair<Tensor>, sources: [String] = [], isInput: Bool = false
  ) {
    self.sources = sources
    self.isInput = isInput
    self.variable = variable
    self.candidate = candidate
    self.values = values
  }
}
