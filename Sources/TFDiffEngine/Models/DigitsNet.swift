import TFDiffTensor

/// A small TF-Slim classifier of 8×8 images of digits: two convolutions with batch norm, two pools, two dense layers.
public struct DigitsNet: StatelessModel {
  public let name = "digits"
  public let inputShape: Shape = [1, 8, 8, 1]
  public let endpoints = [
    "conv1", "pool1", "conv2", "pool2", "flatten", "fc1", "dropout", "logits", "predictions",
  ]

  public let trainedClasses: Int? = 10

  public init() {}

  /// - Parameter inputs: `[batch, 8, 8, 1]`, each element between 0 and 1.
  /// - Returns: logits, `[batch, 10]`.
  public func callAsFunction(
    _ inputs: Value, training: Bool, in context: any ExecutionContext
  ) throws -> Value {
    let regularized = LayerArguments(weightsRegularizer: .l2(scale: 1e-4))
    return try context.withVariableScope("DigitsNet", default: "DigitsNet") { _ in
      try context.withArguments([.conv2d, .fullyConnected], regularized) {
        let net = try convolutions(inputs, training: training, context)
        return try classifier(net, training: training, context)
      }
    }
  }

  private func convolutions(
    _ inputs: Value, training: Bool, _ context: any ExecutionContext
  ) throws -> Value {
    let normalization = LayerArguments(isTraining: training, decay: 0.9, epsilon: 1e-3, scale: true)
    return try context.withArguments([.batchNorm], normalization) {
      try context.withArguments([.conv2d], LayerArguments(normalizer: .batchNorm)) {
        var net = try context.endpoint("conv1", context.conv2d(inputs, 16, 3, scope: "conv1"))
        net = try context.endpoint("pool1", context.maxPool2d(net, 2, scope: "pool1"))
        net = try context.endpoint("conv2", context.conv2d(net, 32, 3, scope: "conv2"))
        return try context.endpoint("pool2", context.avgPool2d(net, 2, scope: "pool2"))
      }
    }
  }

  private func classifier(
    _ inputs: Value, training: Bool, _ context: any ExecutionContext
  ) throws -> Value {
    var net = try context.endpoint("flatten", context.flatten(inputs))
    net = try context.endpoint("fc1", context.fullyConnected(net, 64, scope: "fc1"))
    let dropout = LayerArguments(isTraining: training, keepProbability: 0.75)
    net = try context.endpoint("dropout", context.dropout(net, scope: "dropout", dropout))
    let linear = LayerArguments(activation: .linear)
    let logits = try context.endpoint("logits", context.fullyConnected(net, 10, scope: "logits", linear))
    _ = try context.endpoint("predictions", context.apply1("Softmax", [logits], name: "predictions"))
    return logits
  }
}
