import TFDiffTensor

/// The convolutional part of Inception-ResNet-v2, up to `Conv2d_7b_1x1`.
struct InceptionResnetV2Base {
  let context: any ExecutionContext

  /// - Parameter inputs: `[batch, height, width, 3]`.
  /// - Returns: the end points `Conv2d_7b_1x1` and `PreAuxLogits`.
  func build(_ inputs: Value) throws -> (Value, preAuxLogits: Value) {
    var net = try stem(inputs)
    net = try context.endpoint("Mixed_5b", mixed5b(net))
    net = try context.repeat(net, 10, named: "block35") { net, scope in
      try residual(net, .block35, scale: 0.17, activation: .relu, scope: scope)
    }
    net = try context.endpoint("Mixed_6a", mixed6a(net))
    net = try context.repeat(net, 20, named: "block17") { net, scope in
      try residual(net, .block17, scale: 0.10, activation: .relu, scope: scope)
    }
    let preAuxLogits = try context.endpoint("PreAuxLogits", net)
    net = try context.endpoint("Mixed_7a", mixed7a(preAuxLogits))
    net = try context.repeat(net, 9, named: "block8") { net, scope in
      try residual(net, .block8, scale: 0.20, activation: .relu, scope: scope)
    }
    net = try residual(net, .block8, scale: 1, activation: .linear, scope: nil)
    net = try context.conv2d(net, 1536, 1, scope: "Conv2d_7b_1x1")
    return (try context.endpoint("Conv2d_7b_1x1", net), preAuxLogits)
  }

  private func stem(_ inputs: Value) throws -> Value {
    let valid = LayerArguments(padding: .valid)
    let halving = LayerArguments(stride: 2, padding: .valid)
    var net = try endpoint("Conv2d_1a_3x3") { try context.conv2d(inputs, 32, 3, scope: $0, halving) }
    net = try endpoint("Conv2d_2a_3x3") { try context.conv2d(net, 32, 3, scope: $0, valid) }
    net = try endpoint("Conv2d_2b_3x3") { try context.conv2d(net, 64, 3, scope: $0) }
    net = try endpoint("MaxPool_3a_3x3") { try context.maxPool2d(net, 3, scope: $0, halving) }
    net = try endpoint("Conv2d_3b_1x1") { try context.conv2d(net, 80, 1, scope: $0, valid) }
    net = try endpoint("Conv2d_4a_3x3") { try context.conv2d(net, 192, 3, scope: $0, valid) }
    return try endpoint("MaxPool_5a_3x3") { try context.maxPool2d(net, 3, scope: $0, halving) }
  }

  private func endpoint(_ name: String, _ layer: (_ scope: String) throws -> Value) throws -> Value {
    try context.endpoint(name, layer(name))
  }

  private func mixed5b(_ net: Value) throws -> Value {
    try context.withVariableScope("Mixed_5b", default: "Mixed_5b") { _ in
      try context.concat(
        [
          tower(0, net, [Step(96, 1, "Conv2d_1x1")]),
          tower(1, net, [Step(48, 1, "Conv2d_0a_1x1"), Step(64, 5, "Conv2d_0b_5x5")]),
          tower(
            2, net,
            [Step(64, 1, "Conv2d_0a_1x1"), Step(96, 3, "Conv2d_0b_3x3"), Step(96, 3, "Conv2d_0c_3x3")]),
          branch(3) {
            let pooled = try context.avgPool2d(net, 3, scope: "AvgPool_0a_3x3")
            return try context.conv2d(pooled, 64, 1, scope: "Conv2d_0b_1x1")
          },
        ], axis: 3)
    }
  }

  private func mixed6a(_ net: Value) throws -> Value {
    try context.withVariableScope("Mixed_6a", default: "Mixed_6a") { _ in
      try context.concat(
        [
          tower(0, net, [Step(384, 3, "Conv2d_1a_3x3", .halving)]),
          tower(
            1, net,
            [
              Step(256, 1, "Conv2d_0a_1x1"), Step(256, 3, "Conv2d_0b_3x3"),
              Step(384, 3, "Conv2d_1a_3x3", .halving),
            ]),
          branch(2) { try context.maxPool2d(net, 3, scope: "MaxPool_1a_3x3", .halving) },
        ], axis: 3)
    }
  }

  private func mixed7a(_ net: Value) throws -> Value {
    try context.withVariableScope("Mixed_7a", default: "Mixed_7a") { _ in
      try context.concat(
        [
          tower(0, net, [Step(256, 1, "Conv2d_0a_1x1"), Step(384, 3, "Conv2d_1a_3x3", .halving)]),
          tower(1, net, [Step(256, 1, "Conv2d_0a_1x1"), Step(288, 3, "Conv2d_1a_3x3", .halving)]),
          tower(
            2, net,
            [
              Step(256, 1, "Conv2d_0a_1x1"), Step(288, 3, "Conv2d_0b_3x3"),
              Step(320, 3, "Conv2d_1a_3x3", .halving),
            ]),
          branch(3) { try context.maxPool2d(net, 3, scope: "MaxPool_1a_3x3", .halving) },
        ], axis: 3)
    }
  }

  /// One residual block: towers of convolutions joined, brought back to the input's channels, scaled and added to it.
  private func residual(
    _ net: Value, _ block: ResidualBlock, scale: Float, activation: Activation, scope: String?
  ) throws -> Value {
    try context.withVariableScope(scope, default: block.name) { _ in
      let towers = try block.towers.enumerated().map { try tower($0.offset, net, $0.element) }
      let mixed = try context.concat(towers, axis: 3)
      let up = try context.conv2d(
        mixed, net.shape[3], 1, scope: "Conv2d_1x1",
        LayerArguments(activation: .linear, normalizer: Normalizer.none))
      let sum = try context.add(net, context.multiply(scale, up))
      return activation == .relu ? try context.relu(sum) : sum
    }
  }

  private func tower(_ index: Int, _ net: Value, _ steps: [Step]) throws -> Value {
    try branch(index) {
      try steps.reduce(net) { net, step in
        try context.conv2d(net, step.outputs, step.kernel, scope: step.scope, step.arguments)
      }
    }
  }

  private func branch(_ index: Int, _ body: () throws -> Value) throws -> Value {
    let name = "Branch_\(index)"
    return try context.withVariableScope(name, default: name) { _ in try body() }
  }
}

/// One convolution of a tower.
private struct Step {
  let outputs: Int
  let kernel: Size2D
  let scope: String
  let arguments: LayerArguments
  init(_ outputs: Int, _ kernel: Size2D, _ scope: String, _ arguments: LayerArguments = .init()) {
    self.outputs = outputs
    self.kernel = kernel
    self.scope = scope
    self.arguments = arguments
  }
}

extension LayerArguments {
  fileprivate static let halving = LayerArguments(stride: 2, padding: .valid)
}

private struct ResidualBlock {
  let name: String
  let towers: [[Step]]

  static let block35 = ResidualBlock(
    name: "Block35",
    towers: [
      [Step(32, 1, "Conv2d_1x1")], [Step(32, 1, "Conv2d_0a_1x1"), Step(32, 3, "Conv2d_0b_3x3")],
      [Step(32, 1, "Conv2d_0a_1x1"), Step(48, 3, "Conv2d_0b_3x3"), Step(64, 3, "Conv2d_0c_3x3")],
    ])
  static let block17 = ResidualBlock(
    name: "Block17",
    towers: [
      [Step(192, 1, "Conv2d_1x1")],
      [Step(128, 1, "Conv2d_0a_1x1"), Step(160, [1, 7], "Conv2d_0b_1x7"), Step(192, [7, 1], "Conv2d_0c_7x1")],
    ])
  static let block8 = ResidualBlock(
    name: "Block8",
    towers: [
      [Step(192, 1, "Conv2d_1x1")],
      [Step(192, 1, "Conv2d_0a_1x1"), Step(224, [1, 3], "Conv2d_0b_1x3"), Step(256, [3, 1], "Conv2d_0c_3x1")],
    ])
}
