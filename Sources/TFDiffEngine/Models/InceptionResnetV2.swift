import TFDiffTensor

/// TF-Slim's Inception-ResNet-v2, in the world of a context.
///
/// After Szegedy, Ioffe, Vanhoucke and Alemi, "Inception-v4, Inception-ResNet and the Impact of Residual
/// Connections on Learning" (2016), as research/slim/nets/inception_resnet_v2.py builds it.
public struct InceptionResnetV2: StatelessModel {
  public let name: String
  public let classes: Int
  /// Whether batch norm has a `gamma`: the migration guide's model does, slim's default arg scope does not.
  public let batchNormScale: Bool

  public init(name: String = "inception-resnet-v2", classes: Int = 1000, batchNormScale: Bool = true) {
    self.name = name
    self.classes = classes
    self.batchNormScale = batchNormScale
  }

  public let inputShape: Shape = [1, 299, 299, 3]
  public let endpoints = [
    "Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "MaxPool_3a_3x3", "Conv2d_3b_1x1", "Conv2d_4a_3x3",
    "MaxPool_5a_3x3", "Mixed_5b", "Mixed_6a", "PreAuxLogits", "Mixed_7a", "Conv2d_7b_1x1", "AuxLogits",
    "global_pool", "PreLogitsFlatten", "Logits", "Predictions",
  ]
  public let outputs = ["Logits", "Predictions"]
  public var trainedClasses: Int? { classes }

  /// - Parameter inputs: `[batch, height, width, 3]`.
  /// - Returns: logits, `[batch, classes]`.
  public func callAsFunction(
    _ inputs: Value, training: Bool, in context: any ExecutionContext
  ) throws -> Value {
    let decay: Regularizer = .l2(scale: 0.00004)
    let regularized = LayerArguments(weightsRegularizer: decay, biasesRegularizer: decay)
    return try context.withArguments([.conv2d, .fullyConnected], regularized) {
      try context.withArguments(
        [.batchNorm], LayerArguments(decay: 0.9997, epsilon: 0.001, scale: batchNormScale)
      ) {
        try context.withArguments([.conv2d], LayerArguments(activation: .relu, normalizer: .batchNorm)) {
          try network(inputs, training: training, context)
        }
      }
    }
  }

  private func network(
    _ inputs: Value, training: Bool, _ context: any ExecutionContext
  ) throws -> Value {
    try context.withVariableScope("InceptionResnetV2", default: "InceptionResnetV2") { scope in
      try context.withArguments([.batchNorm, .dropout], LayerArguments(isTraining: training)) {
        let (net, preAuxLogits) = try context.withVariableScope(scope) { _ in
          try context.withArguments(
            [.conv2d, .maxPool2d, .avgPool2d], LayerArguments(stride: 1, padding: .same)
          ) {
            try InceptionResnetV2Base(context: context).build(inputs)
          }
        }
        try context.withVariableScope("AuxLogits", default: "AuxLogits") { _ in
          _ = try auxiliaryLogits(preAuxLogits, context)
        }
        return try context.withVariableScope("Logits", default: "Logits") { _ in
          try logits(net, context)
        }
      }
    }
  }

  private func auxiliaryLogits(_ net: Value, _ context: any ExecutionContext) throws -> Value {
    let valid = LayerArguments(padding: .valid)
    var aux = try context.avgPool2d(
      net, 5, scope: "Conv2d_1a_3x3", LayerArguments(stride: 3, padding: .valid))
    aux = try context.conv2d(aux, 128, 1, scope: "Conv2d_1b_1x1")
    aux = try context.conv2d(aux, 768, Size2D(aux.shape[1], aux.shape[2]), scope: "Conv2d_2a_5x5", valid)
    aux = try context.flatten(aux)
    aux = try context.fullyConnected(aux, classes, scope: "Logits", LayerArguments(activation: .linear))
    return try context.endpoint("AuxLogits", aux)
  }

  private func logits(_ net: Value, _ context: any ExecutionContext) throws -> Value {
    var net = try context.avgPool2d(
      net, Size2D(net.shape[1], net.shape[2]), scope: "AvgPool_1a_8x8", LayerArguments(padding: .valid))
    net = try context.endpoint("global_pool", net)
    net = try context.flatten(net)
    net = try context.dropout(net, scope: "Dropout", LayerArguments(keepProbability: 0.8))
    net = try context.endpoint("PreLogitsFlatten", net)
    net = try context.fullyConnected(net, classes, scope: "Logits", LayerArguments(activation: .linear))
    let logits = try context.endpoint("Logits", net)
    _ = try context.endpoint("Predictions", context.apply1("Softmax", [logits], name: "Predictions"))
    return logits
  }
}
