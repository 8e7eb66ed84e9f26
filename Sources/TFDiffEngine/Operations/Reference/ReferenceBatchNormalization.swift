import TFDiffTensor

extension ReferenceKernel {
  /// `FusedBatchNormV3` channel by channel.
  static func batchNormalization(_ inputs: [Tensor], _ attributes: Attributes) throws -> [Tensor] {
    let settings = try BatchNormalizationAttributes(
      checking: ShapeContext(of: inputs, attributes), of: "FusedBatchNormV3")
    let arrays = inputs.map(ReferenceArray.init)
    let x = arrays[0]
    let channels = x.shape[3]
    let rows = x.values.count / max(channels, 1)
    var moments = BatchNormalization.Moments(mean: arrays[3].values, variance: arrays[4].values)
    if settings.isTraining {
      let columns = (0..<channels).map { c in (0..<rows).map { x.values[$0 * channels + c] } }
      moments.mean = columns.map { $0.reduce(0, +) / Double(rows) }
      moments.variance = zip(columns, moments.mean).map { column, mean in
        column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
      }
    }
    let deviations = moments.variance.map { ($0 + settings.epsilon).squareRoot() }
    var y = x
    for place in y.values.indices {
      let c = place % channels
      y.values[place] = (x.values[place] - moments.mean[c]) / deviations[c] * arrays[1].values[c] + arrays[2].values[c]
    }
    let reserves = [Tensor(moments.mean), Tensor(moments.variance), Tensor(scalar: 0.0)]
    guard settings.isTraining else { return [y.tensor, inputs[3], inputs[4]] + reserves }
    let running = settings.running(
      moments, rows: rows, mean: arrays[3].values, variance: arrays[4].values)
    return [y.tensor, Tensor(running.mean), Tensor(running.variance)] + reserves
  }
}
