import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

/// Batch normalization of float32 arrays `[..., channels]`: each channel by its own mean and variance.
enum BatchNormalization {
  /// The mean and the biased variance of each channel over all rows.
  struct Moments {
    var mean: [Double]
    var variance: [Double]
  }

  /// `y = (x − mean) · scale / √(variance + epsilon) + offset`, as TensorFlow orders it
  /// (tensorflow/core/kernels/fused_batch_norm_op.cc): the shift first, so that a mean large beside the
  /// deviation costs no digits.
  ///
  /// - Parameters: one number a channel; `x` `[..., channels]`.
  static func normalize(
    _ x: Tensor, moments: Moments, scale: [Float], offset: [Float], epsilon: Double, threads: Int
  ) -> Tensor {
    let channels = scale.count
    let means = moments.mean.map { Float($0) }
    let factors = zip(scale, moments.variance).map { Float(Double($0) / ($1 + epsilon).squareRoot()) }
    return Tensor(shape: x.shape, of: Float.self) { target in
      x.withElements(of: Float.self) { source in
        guard let out = target.baseAddress, let x = source.baseAddress, channels > 0 else { return }
        Parallel.forEachRange(
          of: source.count / channels, grain: max(Parallel.elementGrain / channels, 1), threads: threads
        ) { rows in
          for row in rows { normalizeRow(x + row * channels, means, factors, offset, out + row * channels) }
        }
      }
    }
  }

  /// Each thread takes some channels and all their rows, so that the result does not depend on how many
  /// threads there are.
  static func moments(_ x: Tensor, channels: Int, threads: Int) -> Moments {
    var result = Moments(
      mean: Array(repeating: .nan, count: channels), variance: Array(repeating: .nan, count: channels))
    guard channels > 0, x.elementCount > 0 else { return result }
    let rows = x.elementCount / channels
    let groups = (channels + 15) / 16
    let grain = max(Parallel.elementGrain / max(rows * 16, 1), 1)
    result.mean.withUnsafeMutableBufferPointer { means in
      result.variance.withUnsafeMutableBufferPointer { variances in
        x.withElements(of: Float.self) { x in
          Parallel.forEachRange(of: groups, grain: grain, threads: threads) { range in
            let columns = range.lowerBound * 16..<min(range.upperBound * 16, channels)
            let means = UnsafeMutableBufferPointer(rebasing: means[columns])
            let variances = UnsafeMutableBufferPointer(rebasing: variances[columns])
            columnMoments(x, rows: rows, channels: channels, columns: columns, means, variances)
          }
        }
      }
    }
    return result
  }
}

private func normalizeRow(
  _ x: UnsafePointer<Float>, _ means: [Float], _ factors: [Float], _ offsets: [Float],
  _ out: UnsafeMutablePointer<Float>
) {
  let whole = means.count & ~15
  var i = 0
  while i < whole {
    let value = (load(x, i) - load(means, i)) * load(factors, i) + load(offsets, i)
    UnsafeMutableRawPointer(out + i).storeBytes(of: value, as: SIMD16<Float>.self)
    i += 16
  }
  for i in whole..<means.count { out[i] = (x[i] - means[i]) * factors[i] + offsets[i] }
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>, _ index: Int) -> SIMD16<Float> {
  UnsafeRawPointer(pointer + index).loadUnaligned(as: SIMD16<Float>.self)
}

/// Rows summed in float32 before the sum goes into a float64: few enough to keep float32's accuracy.
private let blockRows = 16

private func columnMoments(
  _ x: UnsafeBufferPointer<Float>, rows: Int, channels: Int, columns: Range<Int>,
  _ means: UnsafeMutableBufferPointer<Double>, _ variances: UnsafeMutableBufferPointer<Double>
) {
  let zeros = [Float](repeating: 0, count: columns.count)
  accumulate(x, rows: rows, channels: channels, columns: columns, centers: zeros, power: 1, into: means)
  for i in means.indices { means[i] /= Double(rows) }
  let centers = means.map { Float($0) }
  accumulate(x, rows: rows, channels: channels, columns: columns, centers: centers, power: 2, into: variances)
  for i in variances.indices {
    // The float32 center is off the mean by a rounding; its square is what the sum is too large by.
    let shift = means[i] - Double(centers[i])
    variances[i] = max(variances[i] / Double(rows) - shift * shift, 0)
  }
}

/// Sums `(x − center)` or its square over all rows, for each column.
private func accumulate(
  _ x: UnsafeBufferPointer<Float>, rows: Int, channels: Int, columns: Range<Int>, centers: [Float],
  power: Int, into sums: UnsafeMutableBufferPointer<Double>
) {
  sums.update(repeating: 0)
  guard let base = x.baseAddress else { return }
  var first = 0
  while first < rows {
    let block = first..<min(first + blockRows, rows)
    var column = 0
    while column < columns.count {
      let width = min(16, columns.count - column)
      let partial = blockSum(
        base + columns.lowerBound + column, block, channels, width, lanes(centers, column, width), power)
      for lane in 0..<width { sums[column + lane] += Double(partial[lane]) }
      column += 16
    }
    first = block.upperBound
  }
}

private func lanes(_ values: [Float], _ start: Int, _ width: Int) -> SIMD16<Float> {
  var vector = SIMD16<Float>()
  for lane in 0..<width { vector[lane] = values[start + lane] }
  return vector
}

@inline(__always)
private func blockSum(
  _ x: UnsafePointer<Float>, _ rows: Range<Int>, _ channels: Int, _ width: Int, _ center: SIMD16<Float>,
  _ power: Int
) -> SIMD16<Float> {
  var sum = SIMD16<Float>()
  for row in rows {
    var value = SIMD16<Float>()
    if width == 16 {
      value = load(x, row * channels)
    } else {
      for lane in 0..<width { value[lane] = x[row * channels + lane] }
    }
    let centered = value - center
    sum += power == 1 ? centered : centered * centered
  }
  return sum
}
