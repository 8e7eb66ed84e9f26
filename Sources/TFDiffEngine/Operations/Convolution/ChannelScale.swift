import TFDiffTensor

/// What batch normalization with given statistics does to a convolution's output, as arithmetic on the
/// convolution's filter and bias: `y = conv(x, w · factor) + (offset − mean · factor)` with
/// `factor = scale / √(variance + epsilon)`, one number an output channel.
struct ChannelScale: Sendable {
  let factors: [Float]
  /// `offset − mean · factor`.
  let bias: [Float]
  let epsilon: Double
  /// What the factors were made from, by which a scaled filter is recognized.
  let sources: [TensorStorage]

  /// - Parameters: vectors of one float32 a channel.
  init(scale: Tensor, offset: Tensor, mean: Tensor, variance: Tensor, epsilon: Double) {
    let scales = scale.elements(of: Float.self)
    let variances = variance.elements(of: Float.self)
    let factors = zip(scales, variances).map { scale, variance in
      Float(Double(scale) / (Double(variance) + epsilon).squareRoot())
    }
    let (offsets, means) = (offset.elements(of: Float.self), mean.elements(of: Float.self))
    bias = factors.indices.map { offsets[$0] - means[$0] * factors[$0] }
    self.factors = factors
    self.epsilon = epsilon
    sources = [scale.storage, variance.storage]
  }

  /// The filter with each output channel multiplied by its factor.
  ///
  /// - Parameter filter: `[height, width, depth, channels]`.
  func multiply(_ filter: Tensor) -> Tensor {
    let channels = factors.count
    return Tensor(shape: filter.shape, of: Float.self) { target in
      filter.withElements(of: Float.self) { source in
        factors.withUnsafeBufferPointer { factors in
          var row = 0
          while row < source.count {
            for channel in 0..<channels { target[row + channel] = source[row + channel] * factors[channel] }
            row += channels
          }
        }
      }
    }
  }
}
