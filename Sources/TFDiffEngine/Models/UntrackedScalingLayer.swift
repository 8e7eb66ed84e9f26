import TFDiffTensor

/// A scaling layer that makes its variables once but keeps them where no model looks for them (in Python, a list outside
/// the layer): its numbers are right, and its list of variables is empty.
public struct UntrackedScalingLayer: Model {
  public let name = "untracked-scaling-layer"
  public let inputShape: Shape = [1, 299, 299, 3]
  public let endpoints = ["output"]

  public init() {}

  public func makeInstance() -> any ModelInstance { Instance() }

  private final class Instance: ModelInstance {
    private var kept: [Variable] = []
    let attributes: [Variable] = []

    /// `inputs · 2 + 2`.
    @inline(never)
    func callAsFunction(
      _ inputs: Value, training: Bool, in context: any ExecutionContext
    ) throws -> Value {
      try context.withNameScope("untracked_scaling_layer") { _ in
        if kept.isEmpty {
          kept.append(try context.variable(Tensor(scalar: Float(2))))
          kept.append(try context.variable(Tensor(scalar: Float(2)), name: "bias"))
        }
        return try context.endpoint("output", context.scale(inputs, by: kept[0], plus: kept[1]))
      }
    }
  }
}
