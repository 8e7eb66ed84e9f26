import TFDiffEngine
import TFDiffTensor

/// A network of every slim layer that runs in a moment: the honest stand-in for a large model.
struct TinyModel: StatelessModel {
  let name = "tiny"
  let inputShape: Shape = [1, 12, 12, 3]
  let endpoints = ["conv1", "pool1", "conv2", "flat", "drop", "logits"]

  func callAsFunction(_ inputs: Value, training: Bool, in context: any ExecutionContext) throws -> Value {
    let decay = LayerArguments(weightsRegularizer: .l2(scale: 0.01))
    return try context.withVariableScope("Tiny", default: "Tiny") { _ in
      try context.withArguments([.conv2d, .fullyConnected], decay) {
        try context.withArguments([.conv2d], LayerArguments(normalizer: .batchNorm)) {
          try context.withArguments([.batchNorm, .dropout], LayerArguments(isTraining: training)) {
            try layers(inputs, context)
          }
        }
      }
    }
  }

  private func layers(_ inputs: Value, _ context: any ExecutionContext) throws -> Value {
    var net = try context.endpoint("conv1", context.conv2d(inputs, 8, 3, scope: "conv1"))
    net = try context.endpoint("pool1", context.maxPool2d(net, 2, scope: "pool1"))
    net = try context.endpoint("conv2", context.conv2d(net, 8, 3, scope: "conv2"))
    net = try context.endpoint("flat", context.flatten(net))
    net = try context.endpoint("drop", context.dropout(net, scope: "drop", LayerArguments(keepProbability: 0.8)))
    net = try context.fullyConnected(net, 5, scope: "logits", LayerArguments(activation: .linear))
    return try context.endpoint("logits", net)
  }

  /// Some image: neither constant nor symmetric.
  static let image = Tensor((0..<432).map { Float(($0 * 37) % 101) / 50 - 1 }, shape: [1, 12, 12, 3])
}
