import TFDiffTensor

extension ExecutionContext {
  /// slim's `conv2d`: convolution, then batch norm or biases, then an activation.
  ///
  /// - Parameters:
  ///   - inputs: `[batch, height, width, channels]`.
  ///   - outputs: how many filters; the result is `[batch, new height, new width, outputs]`.
  ///   - kernel: the filters' height and width.
  /// - Throws: ``EngineError/badInput(operation:reason:)`` where the input does not have four dimensions.
  ///
  /// Defaults: stride 1, SAME, ReLU, Xavier weights, zero biases. Source: tf_slim/layers/layers.py, `convolution`.
  public func conv2d(
    _ inputs: Value, _ outputs: Int, _ kernel: Size2D, scope: String? = nil, _ given: LayerArguments = .init()
  ) throws -> Value {
    guard inputs.shape.rank == 4 else {
      throw EngineError.badInput(
        operation: "conv2d", reason: "its input has shape \(inputs.shape); it takes [batch, height, width, channels]")
    }
    return try withVariableScope(scope, default: "Conv") { _ in
      let arguments = resolve(.conv2d, given, defaults: .weighted.over(.window))
      let shape: Shape = [kernel.height, kernel.width, inputs.shape[-1], outputs]
      return try weighted(shape, arguments) { weights in
        try convolve(inputs, weights, arguments)
      }
    }
  }

  private func convolve(_ inputs: Value, _ weights: Variable, _ arguments: LayerArguments) throws -> Value {
    let stride = arguments.stride ?? 1
    let rate = arguments.rate ?? 1
    return try withNameScope("Conv2D") { scope in
      let filter = try layerRead(weights, name: "ReadVariableOp")
      return try apply1(
        "Conv2D", [inputs, filter], name: scope,
        attributes: [
          "strides": .ints([1, stride.height, stride.width, 1]), "dilations": .ints([1, rate.height, rate.width, 1]),
          "padding": .string((arguments.padding ?? .same).rawValue), "data_format": .string("NHWC"),
        ])
    }
  }

  /// slim's `fully_connected`: a matrix product, then batch norm or biases, then an activation.
  ///
  /// - Parameters:
  ///   - inputs: `[batch, features]`.
  ///   - outputs: how many units; the result is `[batch, outputs]`.
  ///
  /// Source: tf_slim/layers/layers.py, `fully_connected`.
  public func fullyConnected(
    _ inputs: Value, _ outputs: Int, scope: String? = nil, _ given: LayerArguments = .init()
  ) throws -> Value {
    guard inputs.shape.rank == 2 else {
      throw EngineError.badInput(
        operation: "fully_connected", reason: "its input has shape \(inputs.shape); it takes [batch, features]")
    }
    return try withVariableScope(scope, default: "fully_connected") { _ in
      let arguments = resolve(.fullyConnected, given, defaults: .weighted)
      return try weighted([inputs.shape[1], outputs], arguments) { weights in
        try withNameScope("MatMul") { scope in
          let matrix = try layerRead(weights, name: "ReadVariableOp")
          return try apply1(
            "MatMul", [inputs, matrix], name: scope,
            attributes: ["transpose_a": .bool(false), "transpose_b": .bool(false)])
        }
      }
    }
  }

  /// What both layers share: weights and perhaps biases, the product `body` makes, and what follows it.
  private func weighted(
    _ shape: Shape, _ arguments: LayerArguments, _ body: (Variable) throws -> Value
  ) throws -> Value {
    let weights = try getVariable(
      "weights", shape: shape, initializer: arguments.weightsInitializer ?? .xavier(),
      regularizer: arguments.weightsRegularizer, lossScope: "kernel", trainable: arguments.trainable ?? true)
    var net: Value
    if arguments.normalizer == .batchNorm {
      net = try batchNorm(body(weights))
    } else {
      let biases = try getVariable(
        "biases", shape: [shape[-1]], initializer: arguments.biasesInitializer ?? .zeros,
        regularizer: arguments.biasesRegularizer, lossScope: "bias", trainable: arguments.trainable ?? true)
      net = try addBias(body(weights), biases)
    }
    if arguments.activation == .relu { net = try relu(net) }
    return net
  }

  private func addBias(_ net: Value, _ biases: Variable) throws -> Value {
    try withNameScope("BiasAdd") { scope in
      let bias = try layerRead(biases, name: "ReadVariableOp")
      return try apply1("BiasAdd", [net, bias], name: scope, attributes: ["data_format": .string("NHWC")])
    }
  }

  /// Reads a variable for a layer's own arithmetic.
  func layerRead(_ variable: Variable, name: String) throws -> Value {
    let value = try read(variable, name: name)
    return try hooks.changeRead?(self, variable, value) ?? value
  }
}

extension LayerArguments {
  fileprivate static let weighted = LayerArguments(
    activation: .relu, normalizer: Normalizer.none, weightsInitializer: .xavier(), biasesInitializer: .zeros,
    trainable: true)
  fileprivate static let window = LayerArguments(stride: 1, padding: .same, rate: 1)
}
