import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

extension Pooling {
  /// The gradient of a maximum pooling: each element of `gradient` goes to the greatest element under its window, of equal
  /// ones to the first, and to none where all are NaN (tensorflow/core/kernels/maxpooling_op.cc,
  /// `SpatialMaxPoolWithArgMaxHelper`).
  ///
  /// Threads take channels, so that windows that overlap add in the same order for any number of threads.
  static func maximumGradient(
    of x: Tensor, _ gradient: Tensor, _ geometry: PoolingGeometry, threads: Int
  ) -> Tensor {
    scattering(gradient, geometry, shape: x.shape, threads: threads) { dy, dx, channels, window in
      x.withElements(of: Float.self) { x in
        guard let x = x.baseAddress else { return }
        for channel in channels {
          var best = -Float.greatestFiniteMagnitude
          var position = -1
          window.forEachPosition { at in
            let value = x[at + channel]
            if value > best { (best, position) = (value, at) }
          }
          if position >= 0 { dx[position + channel] += dy[channel] }
        }
      }
    }
  }

  /// The gradient of an average pooling: each element of `gradient` is shared out evenly among the elements under its
  /// window that are not padding.
  static func averageGradient(
    _ gradient: Tensor, _ geometry: PoolingGeometry, shape: Shape, threads: Int
  ) -> Tensor {
    scattering(gradient, geometry, shape: shape, threads: threads) { dy, dx, channels, window in
      let share = 1 / Float(window.count)
      window.forEachPosition { at in
        for channel in channels { dx[at + channel] += dy[channel] * share }
      }
    }
  }

  @inline(__always)
  private static func scattering(
    _ gradient: Tensor, _ geometry: PoolingGeometry, shape: Shape, threads: Int,
    _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Range<Int>, PooledPatch) -> Void
  ) -> Tensor {
    let channels = geometry.channels
    let groups = (channels + 15) / 16
    let work = max(gradient.elementCount / max(groups, 1), 1)
    return Tensor(shape: shape, of: Float.self) { target in
      target.initialize(repeating: 0)
      gradient.withElements(of: Float.self) { dy in
        guard let dx = target.baseAddress, let dy = dy.baseAddress else { return }
        Parallel.forEachRange(of: groups, grain: max(Parallel.elementGrain / 8 / work, 1), threads: threads) { range in
          let share = range.lowerBound * 16..<min(range.upperBound * 16, channels)
          var from = dy
          for image in 0..<geometry.batch {
            for row in 0..<geometry.rows.output {
              for column in 0..<geometry.columns.output {
                body(from, dx, share, PooledPatch(geometry, image: image, row: row, column: column))
                from += channels
              }
            }
          }
        }
      }
    }
  }
}

/// Where the elements under one window lie that are not padding, of the first channel.
private struct PooledPatch {
  private let start: Int
  private let rows: Int
  private let columns: Int
  private let rowStride: Int
  private let columnStride: Int

  var count: Int { rows * columns }

  @inline(__always)
  init(_ geometry: PoolingGeometry, image: Int, row: Int, column: Int) {
    let (down, across) = (geometry.rows.range(of: row), geometry.columns.range(of: column))
    rows = down.count
    columns = across.count
    columnStride = geometry.channels
    rowStride = geometry.columns.input * geometry.channels
    start = (image * geometry.rows.input + down.lowerBound) * rowStride + across.lowerBound * columnStride
  }

  @inline(__always)
  func forEachPosition(_ body: (Int) -> Void) {
    for row in 0..<rows {
      for column in 0..<columns { body(start + row * rowStride + column * columnStride) }
    }
  }
}
