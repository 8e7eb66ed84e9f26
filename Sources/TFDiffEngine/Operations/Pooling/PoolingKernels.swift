import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

/// Pooling of float32 arrays; padding takes no part.
enum Pooling {
  case maximum, average

  func callAsFunction(_ x: Tensor, _ geometry: PoolingGeometry, threads: Int) -> Tensor {
    let rowElements = geometry.columns.output * geometry.channels
    return Tensor(shape: geometry.outputShape, of: Float.self) { target in
      x.withElements(of: Float.self) { source in
        guard let out = target.baseAddress, let x = source.baseAddress else { return }
        Parallel.forEachRange(
          of: geometry.batch * geometry.rows.output,
          grain: max(Parallel.elementGrain / 8 / max(rowElements, 1), 1), threads: threads
        ) { range in
          for row in range { self.row(row, x, geometry, out + row * rowElements) }
        }
      }
    }
  }

  /// One row of output, `row` counting over batch and height.
  private func row(
    _ row: Int, _ x: UnsafePointer<Float>, _ geometry: PoolingGeometry, _ out: UnsafeMutablePointer<Float>
  ) {
    let (columns, channels) = (geometry.columns, geometry.channels)
    let (image, y) = row.quotientAndRemainder(dividingBy: geometry.rows.output)
    let window = geometry.rows.range(of: y)
    for column in 0..<columns.output {
      let patch = Patch(
        rows: window.count, columns: columns.range(of: column).count, rowStride: columns.input * channels,
        columnStride: channels)
      let first = (image * geometry.rows.input + window.lowerBound) * patch.rowStride
      let start = x + first + columns.range(of: column).lowerBound * channels
      switch self {
      case .maximum: reduce(Largest.self, start, patch, channels, out + column * channels)
      case .average: reduce(Mean.self, start, patch, channels, out + column * channels)
      }
    }
  }
}

/// The input positions that one output pools.
private struct Patch {
  let rows: Int
  let columns: Int
  let rowStride: Int
  let columnStride: Int
}

private protocol WindowReduction {
  static var start: SIMD16<Float> { get }
  static func combine(_ a: SIMD16<Float>, _ x: SIMD16<Float>) -> SIMD16<Float>
  static func finish(_ a: SIMD16<Float>, count: Int) -> SIMD16<Float>
}

/// TensorFlow's CPU kernel begins at the lowest finite number and lets a NaN lose every comparison
/// (tensorflow/core/kernels/pooling_ops_common.h, `SpatialMaxPool`).
private enum Largest: WindowReduction {
  @inline(__always)
  static var start: SIMD16<Float> { SIMD16(repeating: -.greatestFiniteMagnitude) }
  @inline(__always)
  static func combine(_ a: SIMD16<Float>, _ x: SIMD16<Float>) -> SIMD16<Float> {
    a.replacing(with: x, where: x .> a)
  }
  @inline(__always)
  static func finish(_ a: SIMD16<Float>, count: Int) -> SIMD16<Float> { a }
}

/// Divides by the elements that are not padding; where there are none the mean is 0 / 0.
private enum Mean: WindowReduction {
  @inline(__always)
  static var start: SIMD16<Float> { SIMD16(repeating: 0) }
  @inline(__always)
  static func combine(_ a: SIMD16<Float>, _ x: SIMD16<Float>) -> SIMD16<Float> { a + x }
  @inline(__always)
  static func finish(_ a: SIMD16<Float>, count: Int) -> SIMD16<Float> { a / Float(count) }
}

@inline(__always)
private func reduce<R: WindowReduction>(
  _ reduction: R.Type, _ x: UnsafePointer<Float>, _ patch: Patch, _ channels: Int,
  _ out: UnsafeMutablePointer<Float>
) {
  let whole = channels & ~15
  var channel = 0
  while channel < whole {
    var sum = R.start
    for row in 0..<patch.rows {
      let start = x + row * patch.rowStride + channel
      for column in 0..<patch.columns {
        let source = UnsafeRawPointer(start + column * patch.columnStride)
        sum = R.combine(sum, source.loadUnaligned(as: SIMD16<Float>.self))
      }
    }
    let result = R.finish(sum, count: patch.rows * patch.columns)
    UnsafeMutableRawPointer(out + channel).storeBytes(of: result, as: SIMD16<Float>.self)
    channel += 16
  }
  if whole < channels { remainder(reduction, x, patch, whole..<channels, out) }
}

/// The channels after the last sixteen, all in one vector.
private func remainder<R: WindowReduction>(
  _ reduction: R.Type, _ x: UnsafePointer<Float>, _ patch: Patch, _ channels: Range<Int>,
  _ out: UnsafeMutablePointer<Float>
) {
  var sum = R.start
  for row in 0..<patch.rows {
    for column in 0..<patch.columns {
      let start = x + row * patch.rowStride + column * patch.columnStride
      var values = SIMD16<Float>()
      for channel in channels { values[channel - channels.lowerBound] = start[channel] }
      sum = R.combine(sum, values)
    }
  }
  let result = R.finish(sum, count: patch.rows * patch.columns)
  for channel in channels { out[channel] = result[channel - channels.lowerBound] }
}
