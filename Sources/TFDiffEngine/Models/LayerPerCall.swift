import TFDiffTensor

/// A model that makes a whole Keras layer inside its forward pass, and so a new kernel and a new bias at each call: the
/// second of the migration guide's common reasons.
public struct LayerPerCall: StatelessModel {
  public let name = "layer-per-call"
  public let inputShape: Shape = [1, 8, 8, 3]
  public let endpoints = ["flatten", "dense"]

  public init() {}

  /// - Returns: `[batch, 4]`.
  @inline(never)
  public func callAsFunction(
    _ inputs: Value, training: Bool, in context: any ExecutionContext
  ) throws -> Value {
    try context.withNameScope("layer_per_call") { _ in
      let net = try context.endpoint("flatten", context.flatten(inputs))
      let dense = Dense(4, activation: .relu, kernelInitializer: .constant(0.01))
      return try context.endpoint("dense", dense(net, in: context))
    }
  }
}
