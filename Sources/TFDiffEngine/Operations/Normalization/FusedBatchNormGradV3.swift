import TFDiffTensor

extension OperationDefinition {
  /// The gradients of `FusedBatchNormV3` with respect to `x`, scale and offset; inputs are the gradient of `y`, `x`, the
  /// scale, the mean and variance that `y` was made with, and a reserve space. The last two outputs are empty.
  ///
  /// In training the mean and variance are `x`'s own, so that
  /// `dx = scale / √(v + ε) · (dy − mean(dy) − (x − m) · mean(dy · (x − m)) / (v + ε))`; else they are constants, and
  /// `dx = dy · scale / √(v + ε)`.
  ///
  /// Source: tensorflow/core/kernels/fused_batch_norm_op.cc, `FusedBatchNormGrad` and `FusedBatchNormFreezeGrad`.
  static let fusedBatchNormGrad = OperationDefinition(
    "FusedBatchNormGradV3",
    shapeRule: { context in
      let type = "FusedBatchNormGradV3"
      try context.expectInputs(6, of: type)
      try context.expectType([.float32], ofInputs: 0..<5, of: type)
      try expectChannelsLast(context.attributes, of: type)
      try context.expectRank(4, ofInput: 1, named: "x", of: type)
      let x = context.inputs[1]
      try context.expect(x.shape, ofInput: 0, of: type)
      for index in 2...4 { try context.expect([x.shape[3]], ofInput: index, of: type) }
      let (vector, empty) = (TensorSpec(.float32, [x.shape[3]]), TensorSpec(.float32, [0]))
      return [x, vector, vector, empty, empty]
    },
    compute: { invocation in
      let inputs = invocation.inputs
      let moments = BatchNormalization.Moments(
        mean: inputs[3].elements(of: Float.self).map(Double.init),
        variance: inputs[4].elements(of: Float.self).map(Double.init))
      let gradient = BatchNormalization.Gradient(
        moments: moments, scale: inputs[2].elements(of: Float.self),
        epsilon: try invocation.attributes.float("epsilon", default: 1e-4),
        isTraining: try invocation.attributes.bool("is_training", default: true), threads: invocation.threads)
      let (dx, scale, offset) = gradient(of: inputs[1], inputs[0])
      return [dx, scale, offset, Tensor(empty: invocation.outputs[3]), Tensor(empty: invocation.outputs[4])]
    },
    reference: { inputs, attributes in try ReferenceKernel.batchNormalizationGradient(inputs, attributes) })

  /// Source: tensorflow/python/ops/nn_grad.py, `_BaseFusedBatchNormGrad`.
  static let batchNormalizationGradient = Gradient.ofOutput { context, operation, gradient in
    let isTraining = try operation.attributes.bool("is_training", default: true)
    let moments = isTraining ? Array(operation.outputs[3...4]) : Array(operation.inputs[3...4])
    let inputs = [gradient, operation.inputs[0], operation.inputs[1]] + moments + [operation.outputs[5]]
    let found = try context.apply(
      "FusedBatchNormGradV3", inputs, name: "FusedBatchNormGradV3",
      attributes: [
        "epsilon": .float(try operation.attributes.float("epsilon", default: 1e-4)), "is_training": .bool(isTraining),
        "data_format": .string("NHWC"),
      ])
    return [found[0], found[1], found[2], nil, nil]
  }
}

extension ReferenceKernel {
  /// `FusedBatchNormGradV3` channel by channel.
  static func batchNormalizationGradient(_ inputs: [Tensor], _ attributes: Attributes) throws -> [Tensor] {
    let arrays = inputs.map(ReferenceArray.init)
    let (dy, x, scale) = (arrays[0], arrays[1], arrays[2].values)
    let (mean, variance) = (arrays[3].values, arrays[4].values)
    let epsilon = try attributes.float("epsilon", default: 1e-4)
    let isTraining = try attributes.bool("is_training", default: true)
    let channels = scale.count
    let rows = Double(x.values.count / max(channels, 1))
    var (dx, sums, products) = (x, [Double](repeating: 0, count: channels), [Double](repeating: 0, count: channels))
    for at in x.indices {
      sums[at[3]] += dy[at]
      products[at[3]] += dy[at] * (x[at] - mean[at[3]])
    }
    for at in x.indices {
      let c = at[3]
      let spread = variance[c] + epsilon
      let centered = dy[at] - sums[c] / rows - (x[at] - mean[c]) * products[c] / rows / spread
      dx[at] = (isTraining ? centered : dy[at]) * scale[c] / spread.squareRoot()
    }
    let scales = products.indices.map { products[$0] / (variance[$0] + epsilon).squareRoot() }
    return [dx.tensor, Tensor(scales), Tensor(sums), Tensor([] as [Double]), Tensor([] as [Double])]
  }
}
