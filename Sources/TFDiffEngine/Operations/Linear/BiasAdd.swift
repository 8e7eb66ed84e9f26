import TFDiffTensor

extension OperationDefinition {
  /// `value: [..., channels]` plus `bias: [channels]`.
  static let biasAdd = OperationDefinition(
    "BiasAdd",
    shapeRule: { context in
      let type = "BiasAdd"
      try context.expectInputs(2, of: type)
      try context.expectType([.float32, .float64], ofInputs: 0..<2, of: type)
      try expectChannelsLast(context.attributes, of: type)
      let (value, bias) = (context.inputs[0].shape, context.inputs[1].shape)
      guard value.rank >= 2 else {
        throw EngineError.badInput(operation: type, reason: "Input tensor must be at least 2D: \(value)")
      }
      guard bias.rank == 1 else {
        throw EngineError.badInput(operation: type, reason: "Biases must be 1D: \(bias)")
      }
      guard bias[0] == value[-1] else {
        throw EngineError.badInput(
          operation: type,
          reason:
            "Must provide as many biases as the last dimension of the input tensor: \(bias) vs. \(value)"
        )
      }
      return [context.inputs[0]]
    },
    compute: { invocation in
      [
        BinaryFunction.add.floating(
          invocation.inputs[0], invocation.inputs[1], to: invocation.outputs[0].shape,
          threads: invocation.threads)
      ]
    },
    reference: { inputs, _ in [try ReferenceKernel.broadcast(inputs, of: "BiasAdd") { $0 + $1 }.tensor] },
    gradient: biasAddGradient)
}
