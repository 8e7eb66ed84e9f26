import TFDiffTensor

extension ExecutionContext {
  /// slim's `batch_norm`, fused: `(x − mean) / √(variance + epsilon) · gamma + beta` over each channel.
  ///
  /// In training the mean and variance are the batch's, and the moving averages move towards them by
  /// `1 − decay` (as UPDATE_OPS in a graph, at once in an eager run); in inference they are the moving averages.
  ///
  /// - Parameter inputs: `[batch, height, width, channels]`.
  ///
  /// Defaults: decay 0.999, epsilon 0.001, a beta, no gamma. Sources: tf_slim/layers/layers.py, `batch_norm`;
  /// keras/layers/normalization/batch_normalization.py.
  public func batchNorm(
    _ inputs: Value, scope: String? = nil, _ given: LayerArguments = .init()
  ) throws -> Value {
    try withVariableScope(scope, default: "BatchNorm") { _ in
      let arguments = resolve(.batchNorm, given, defaults: .batchNorm)
      let variables = try NormalizationVariables(in: self, channels: inputs.shape[-1], arguments)
      let isTraining = arguments.isTraining ?? true
      let outputs = try normalize(inputs, variables, arguments, isTraining: isTraining)
      if isTraining { try moveAverages(variables, mean: outputs[1], variance: outputs[2], arguments) }
      return arguments.activation == .relu ? try relu(outputs[0]) : outputs[0]
    }
  }

  private func normalize(
    _ inputs: Value, _ variables: NormalizationVariables, _ arguments: LayerArguments, isTraining: Bool
  ) throws -> [Value] {
    let channels = inputs.shape[-1]
    let gamma =
      try variables.gamma.map { try layerRead($0, name: "ReadVariableOp") }
      ?? filled(1, shape: [channels], name: "Const")
    let beta =
      try variables.beta.map { try layerRead($0, name: "ReadVariableOp") }
      ?? filled(0, shape: [channels], name: "Const")
    return try withNameScope("FusedBatchNormV3") { scope in
      let mean = try layerRead(variables.movingMean, name: "ReadVariableOp")
      let variance = try layerRead(variables.movingVariance, name: "ReadVariableOp")
      return try apply(
        "FusedBatchNormV3", [inputs, gamma, beta, mean, variance], name: scope,
        attributes: [
          "epsilon": .float(arguments.epsilon ?? 0.001), "is_training": .bool(isTraining),
          "exponential_avg_factor": .float(1), "data_format": .string("NHWC"),
        ])
    }
  }

  private func moveAverages(
    _ variables: NormalizationVariables, mean: Value, variance: Value, _ arguments: LayerArguments
  ) throws {
    let decay = try constant(Tensor(scalar: arguments.decay ?? 0.999), name: "Const")
    try move(variables.movingMean, towards: mean, decay: decay)
    try move(variables.movingVariance, towards: variance, decay: decay)
  }

  /// `variable −= (variable − value) · (1 − decay)`.
  /// Source: keras/layers/normalization/batch_normalization.py, `_assign_moving_average`.
  private func move(_ variable: Variable, towards value: Value, decay: Value) throws {
    try withNameScope("AssignMovingAvg") { _ in
      let step = try withNameScope("sub") { scope in
        try apply1("Sub", [constant(Tensor(scalar: Float(1)), name: "x"), decay], name: scope)
      }
      let old = try read(variable, name: "ReadVariableOp")
      let distance = try withNameScope("sub") { scope in try apply1("Sub", [old, value], name: scope) }
      try assignSubtract(variable, multiply(distance, step), name: "AssignSubVariableOp")
    }
  }
}

extension LayerArguments {
  fileprivate static let batchNorm = LayerArguments(
    activation: .linear, isTraining: true, decay: 0.999, epsilon: 0.001, scale: false, center: true, trainable: true)
}

/// Batch norm's variables, each `[channels]`, made in Keras's order.
private struct NormalizationVariables {
  let gamma: Variable?
  let beta: Variable?
  let movingMean: Variable
  let movingVariance: Variable

  init(in context: any ExecutionContext, channels: Int, _ arguments: LayerArguments) throws {
    let shape: Shape = [channels]
    let trainable = arguments.trainable ?? true
    gamma =
      arguments.scale == true
      ? try context.getVariable("gamma", shape: shape, initializer: .ones, trainable: trainable) : nil
    beta =
      arguments.center != false
      ? try context.getVariable("beta", shape: shape, initializer: .zeros, trainable: trainable) : nil
    movingMean = try context.getVariable("moving_mean", shape: shape, initializer: .zeros, trainable: false)
    movingVariance = try context.getVariable(
      "moving_variance", shape: shape, initializer: .ones, trainable: false)
  }
}
