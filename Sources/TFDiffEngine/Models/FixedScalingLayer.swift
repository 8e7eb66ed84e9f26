import TFDiffTensor

/// The migration guide's repair of ``BrokenScalingLayer``: it makes its variables at the first call and keeps them.
public struct FixedScalingLayer: Model {
  public let name = "fixed-scaling-layer"
  public let inputShape: Shape = [1, 299, 299, 3]
  public let endpoints = ["output"]

  public init() {}

  public func makeInstance() -> any ModelInstance { Instance() }

  private final class Instance: ModelInstance {
    private var scale: Variable?
    private var bias: Variable?

    var attributes: [Variable] { [scale, bias].compactMap { $0 } }

    /// `inputs · 2 + 2`.
    @inline(never)
    func callAsFunction(
      _ inputs: Value, training: Bool, in context: any ExecutionContext
    ) throws -> Value {
      try context.withNameScope("fixed_scaling_layer") { _ in
        let scale = try scale ?? context.variable(Tensor(scalar: Float(2)))
        let bias = try bias ?? context.variable(Tensor(scalar: Float(2)), name: "bias")
        (self.scale, self.bias) = (scale, bias)
        return try context.endpoint("output", context.scale(inputs, by: scale, plus: bias))
      }
    }
  }
}
