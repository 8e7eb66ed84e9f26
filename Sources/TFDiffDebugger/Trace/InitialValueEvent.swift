import TFDiffTensor

/// Before the forward pass that is compared, a variable of both sides has two values.
public struct InitialValueEvent: Sendable {
  /// The reference's name.
  public var variable: String
  /// The candidate's own name.
  public var candidate: String
  public var values: SidePair<Tensor>
  /// The reference's variables whose elements the candidate holds in another order or shape; empty where it is one variable
  /// on both sides.
  public var sources: [String]

  public init(variable: String, candidate: String, values: SidePair<Tensor>, sources: [String] = []) {
    self.sources = sources
    self.variable = variable
    self.candidate = candidate
    self.values = values
  }
}
