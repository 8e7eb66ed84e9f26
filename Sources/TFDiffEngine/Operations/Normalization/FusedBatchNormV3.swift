import TFDiffTensor

extension OperationDefinition {
  /// `x: [batch, height, width, channels]` with a scale, an offset, a mean and a variance a channel; outputs
  /// `y, batch_mean, batch_variance` and three reserve spaces, of which the first two are the moments `y`
  /// was made with.
  ///
  /// In training, `batch_variance` is the unbiased variance (times n / (n − 1)) and `y` and
  /// `reserve_space_2` are of the biased one, and with an `exponential_avg_factor` other than 1 the first
  /// two are blended with the given moments (tensorflow/core/kernels/fused_batch_norm_op.cc).
  static let fusedBatchNorm = OperationDefinition(
    "FusedBatchNormV3",
    shapeRule: { context in
      let type = "FusedBatchNormV3"
      try context.expectInputs(5, of: type)
      try context.expectType([.float32], ofInputs: 0..<5, of: type)
      _ = try BatchNormalizationAttributes(checking: context, of: type)
      let vector = TensorSpec(.float32, [context.inputs[0].shape[3]])
      return [context.inputs[0], vector, vector, vector, vector, TensorSpec(.float32, .scalar)]
    },
    compute: { invocation in
      let attributes = try BatchNormalizationAttributes(
        checking: invocation.shapeContext, of: "FusedBatchNormV3")
      return normalized(invocation, attributes)
    },
    reference: { inputs, attributes in
      try ReferenceKernel.batchNormalization(inputs, attributes)
    },
    gradient: batchNormalizationGradient)

  private static func normalized(
    _ invocation: Invocation, _ attributes: BatchNormalizationAttributes
  ) -> [Tensor] {
    let inputs = invocation.inputs
    let (x, channels) = (inputs[0], inputs[0].shape[3])
    func vector(_ index: Int) -> [Float] { inputs[index].elements(of: Float.self) }
    let moments =
      attributes.isTraining
      ? BatchNormalization.moments(x, channels: channels, threads: invocation.threads)
      : .init(mean: vector(3).map(Double.init), variance: vector(4).map(Double.init))
    let y = BatchNormalization.normalize(
      x, moments: moments, scale: vector(1), offset: vector(2), epsilon: attributes.epsilon,
      threads: invocation.threads)
    let (mean, variance) = (rounded(moments.mean), rounded(moments.variance))
    let reserve = Tensor(scalar: Float(0))
    guard attributes.isTraining else { return [y, inputs[3], inputs[4], mean, variance, reserve] }
    let (newMean, newVariance) = attributes.running(
      moments, rows: x.elementCount / max(channels, 1), mean: vector(3).map(Double.init),
      variance: vector(4).map(Double.init))
    return [y, rounded(newMean), rounded(newVariance), mean, variance, reserve]
  }

  private static func rounded(_ values: [Double]) -> Tensor { Tensor(values.map { Float($0) }) }
}

/// The attributes of `FusedBatchNormV3`, and what they say of its inputs.
struct BatchNormalizationAttributes {
  let epsilon: Double
  let isTraining: Bool
  let averageFactor: Double

  /// - Throws: ``EngineError/badInput(operation:reason:)`` where the inputs do not fit each other.
  init(checking context: ShapeContext, of operation: String) throws(EngineError) {
    let attributes = context.attributes
    try expectChannelsLast(attributes, of: operation)
    epsilon = try attributes.float("epsilon", default: 1e-4)
    isTraining = try attributes.bool("is_training", default: true)
    averageFactor = try attributes.float("exponential_avg_factor", default: 1)
    try context.expectRank(4, ofInput: 0, named: "x", of: operation)
    let channels = context.inputs[0].shape[3]
    for (index, name) in [(1, "scale"), (2, "offset"), (3, "mean"), (4, "variance")] {
      try context.expectRank(1, ofInput: index, named: name, of: operation)
      let count = context.inputs[index].shape[0]
      let mayBeEmpty = index > 2 && isTraining && averageFactor == 1
      guard count == channels || (mayBeEmpty && count == 0) else {
        throw .badInput(
          operation: operation,
          reason: "\(name) must have the same number of elements as the channels of x, "
            + "got \(count) and \(channels)")
      }
    }
  }

  /// What training mode gives as `batch_mean` and `batch_variance` for a batch of `rows` rows.
  func running(
    _ moments: BatchNormalization.Moments, rows: Int, mean: [Double], variance: [Double]
  ) -> (mean: [Double], variance: [Double]) {
    let unbias = Double(rows) / Double(max(rows - 1, 1))
    let newVariance = moments.variance.map { $0 * unbias }
    guard averageFactor != 1 else { return (moments.mean, newVariance) }
    func blend(_ old: [Double], _ new: [Double]) -> [Double] {
      zip(old, new).map { (1 - averageFactor) * $0 + averageFactor * $1 }
    }
    return (blend(mean, moments.mean), blend(variance, newVariance))
  }
}
