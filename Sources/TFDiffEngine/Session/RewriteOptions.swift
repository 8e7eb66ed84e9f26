/// Which graph rewrites a session makes before it executes, by the names of TensorFlow's `tf.config.optimizer`
/// options; all are on by default.
public struct RewriteOptions: Sendable, Hashable {
  public enum Rewrite: String, Sendable, Hashable, CaseIterable {
    case constantFolding = "constant_folding"
    case arithmeticOptimization = "arithmetic_optimization"
    case remapping
  }

  public var enabled: Set<Rewrite>

  public init(enabled: Set<Rewrite> = Set(Rewrite.allCases)) { self.enabled = enabled }

  public static let none = RewriteOptions(enabled: [])

  /// In Grappler's order. Source: tensorflow/core/grappler/optimizers/meta_optimizer.cc.
  func apply(to graph: inout PlanGraph) throws {
    if enabled.contains(.constantFolding) { try ConstantFolding.apply(to: &graph) }
    if enabled.contains(.arithmeticOptimization) { try ArithmeticOptimization.apply(to: &graph) }
    if enabled.contains(.remapping) { try Remapping.apply(to: &graph) }
  }
}
