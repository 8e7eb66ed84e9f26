/// Where the weights of a run come from: the migration guide's step 3, or step 4 in either of the testing tool's modes.
public enum WeightMode: Sendable, Hashable {
  /// Every variable is set to one value.
  case fixedWeights(Float)
  /// The testing tool gives every random operation the same seed.
  case constant
  /// The testing tool counts random operations.
  case numRandomOps

  /// The guide's value for fixed weights.
  public static let standardWeight: Float = 0.001

  /// The names the command line has for them.
  public static let names = ["fixed-weights", "constant", "num_random_ops"]

  public var name: String {
    switch self {
    case .fixedWeights: "fixed-weights"
    case .constant: "constant"
    case .numRandomOps: "num_random_ops"
    }
  }

  /// Whether the testing tool counts. With fixed weights the eager layer is called twice, so that counting random operations
  /// would part the two sides.
  package var countsRandomOperations: Bool { self == .numRandomOps }
}
