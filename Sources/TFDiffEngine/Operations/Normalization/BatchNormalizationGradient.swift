import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

extension BatchNormalization {
  /// How the inputs of a batch normalization of float32 arrays `[..., channels]` change its result.
  struct Gradient {
    let moments: Moments
    let scale: [Float]
    let epsilon: Double
    /// Whether the moments are the array's own, and so change with it.
    let isTraining: Bool
    let threads: Int

    /// - Parameters: the normalized array and the gradient of the result, of one shape.
    /// - Returns: the gradient of the array, and those of scale and offset, one number a channel.
    func callAsFunction(of x: Tensor, _ dy: Tensor) -> (x: Tensor, scale: Tensor, offset: Tensor) {
      let sums = columnSums(x, dy)
      let spreads = moments.variance.map { $0 + epsilon }
      let scales = zip(sums.products, spreads).map { Float($0 / $1.squareRoot()) }
      let dx = elements(x, dy, coefficients(sums, spreads, rows: x.elementCount / max(scale.count, 1)))
      return (dx, Tensor(scales), Tensor(sums.gradients.map { Float($0) }))
    }

    /// By channel, `Σ dy` and `Σ dy · (x − mean)`.
    fileprivate struct Sums {
      var gradients: [Double]
      var products: [Double]
    }

    /// `dx = factor · (dy − shift − (x − mean) · slope)`.
    fileprivate struct Coefficients {
      var factor: [Float]
      var shift: [Float]
      var slope: [Float]
      var mean: [Float]
    }

    private func coefficients(_ sums: Sums, _ spreads: [Double], rows: Int) -> Coefficients {
      let count = Double(max(rows, 1))
      let none = [Float](repeating: 0, count: spreads.count)
      return Coefficients(
        factor: zip(scale, spreads).map { Float(Double($0) / $1.squareRoot()) },
        shift: isTraining ? sums.gradients.map { Float($0 / count) } : none,
        slope: isTraining ? zip(sums.products, spreads).map { Float($0 / count / $1) } : none,
        mean: moments.mean.map { Float($0) })
    }

    /// Each thread takes some channels and all their rows, so that the result does not depend on how many threads there
    /// are.
    private func columnSums(_ x: Tensor, _ dy: Tensor) -> Sums {
      let channels = scale.count
      let none = [Double](repeating: 0, count: channels)
      var sums = Sums(gradients: none, products: none)
      let means = moments.mean.map { Float($0) }
      guard channels > 0, x.elementCount > 0 else { return sums }
      let rows = x.elementCount / channels
      let grain = max(Parallel.elementGrain / (rows * 16), 1)
      sums.gradients.withUnsafeMutableBufferPointer { gradients in
        sums.products.withUnsafeMutableBufferPointer { products in
          x.withElements(of: Float.self) { x in
            dy.withElements(of: Float.self) { dy in
              guard let x = x.baseAddress, let dy = dy.baseAddress else { return }
              Parallel.forEachRange(of: (channels + 15) / 16, grain: grain, threads: threads) { groups in
                for group in groups {
                  let columns = group * 16..<min(group * 16 + 16, channels)
                  let (sum, product) = sumColumns(x, dy, rows, channels, columns, means)
                  for lane in columns.indices.map({ $0 - columns.lowerBound }) {
                    gradients[columns.lowerBound + lane] = sum[lane]
                    products[columns.lowerBound + lane] = product[lane]
                  }
                }
              }
            }
          }
        }
      }
      return sums
    }

    private func elements(_ x: Tensor, _ dy: Tensor, _ coefficients: Coefficients) -> Tensor {
      let channels = scale.count
      return Tensor(shape: x.shape, of: Float.self) { target in
        x.withElements(of: Float.self) { x in
          dy.withElements(of: Float.self) { dy in
            guard let out = target.baseAddress, let x = x.baseAddress, let dy = dy.baseAddress, channels > 0 else {
              return
            }
            Parallel.forEachRange(
              of: target.count / channels, grain: max(Parallel.elementGrain / channels, 1), threads: threads
            ) { rows in
              for row in rows {
                let start = row * channels
                gradientRow(x + start, dy + start, coefficients, isTraining, out + start)
              }
            }
          }
        }
      }
    }
  }
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>, _ index: Int) -> SIMD16<Float> {
  UnsafeRawPointer(pointer + index).loadUnaligned(as: SIMD16<Float>.self)
}

/// Up to sixteen neighbouring numbers.
@inline(__always)
private func load(_ pointer: UnsafePointer<Float>, _ index: Int, _ width: Int) -> SIMD16<Float> {
  if width == 16 { return load(pointer, index) }
  var vector = SIMD16<Float>()
  for lane in 0..<width { vector[lane] = pointer[index + lane] }
  return vector
}

/// Rows summed in float32 before the sum goes into a float64: few enough to keep float32's accuracy.
private let blockRows = 16

private func sumColumns(
  _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ rows: Int, _ channels: Int, _ columns: Range<Int>,
  _ means: [Float]
) -> (SIMD16<Double>, SIMD16<Double>) {
  var (sum, product) = (SIMD16<Double>(), SIMD16<Double>())
  let width = columns.count
  let mean = means.withUnsafeBufferPointer { means in
    means.baseAddress.map { load($0, columns.lowerBound, width) } ?? SIMD16()
  }
  for first in stride(from: 0, to: rows, by: blockRows) {
    var (partial, partialProduct) = (SIMD16<Float>(), SIMD16<Float>())
    for row in first..<min(first + blockRows, rows) {
      let position = row * channels + columns.lowerBound
      let gradient = load(dy, position, width)
      partial += gradient
      partialProduct += gradient * (load(x, position, width) - mean)
    }
    sum += SIMD16<Double>(partial)
    product += SIMD16<Double>(partialProduct)
  }
  return (sum, product)
}

private func gradientRow(
  _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ c: BatchNormalization.Gradient.Coefficients,
  _ isTraining: Bool, _ out: UnsafeMutablePointer<Float>
) {
  var i = 0
  let whole = c.factor.count & ~15
  while i < whole {
    var value = load(dy, i)
    if isTraining { value = value - load(c.shift, i) - (load(x, i) - load(c.mean, i)) * load(c.slope, i) }
    UnsafeMutableRawPointer(out + i).storeBytes(of: value * load(c.factor, i), as: SIMD16<Float>.self)
    i += 16
  }
  for i in whole..<c.factor.count {
    let centered = isTraining ? dy[i] - c.shift[i] - (x[i] - c.mean[i]) * c.slope[i] : dy[i]
    out[i] = centered * c.factor[i]
  }
}
