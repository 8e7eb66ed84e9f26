import COneDNN
import TFDiffTensor

/// A compiled convolution: NHWC source and destination as TensorFlow has them, the filter in whatever layout
/// oneDNN chose.
struct ConvolutionPrimitive: Sendable {
  struct Key: Hashable, Sendable {
    let geometry: ConvolutionGeometry
    let hasBias: Bool
    /// oneDNN shares out the work while compiling.
    let threads: Int
  }

  private static let cache = PrimitiveCache<Key, ConvolutionPrimitive>()

  private let primitive: Primitive
  private let operation: String

  static func compiled(_ key: Key, for operation: String) throws -> ConvolutionPrimitive {
    try cache.value(for: key) {
      let shared = try OneDNN.limitingThreads(to: key.threads) { try ConvolutionPrimitive(key, for: operation) }
      guard shared.primitive.isMatrixProduct else { return shared }
      return try OneDNN.limitingThreads(to: 1) { try ConvolutionPrimitive(key, for: operation) }
    }
  }

  /// - Parameters:
  ///   - scale: a factor for each output channel to multiply the filter with.
  ///   - bias: one number an output channel, where the primitive was compiled with one.
  func callAsFunction(
    _ input: Tensor, filter: Tensor, scale: ChannelScale? = nil, bias: Tensor? = nil, relu: Bool = false,
    geometry: ConvolutionGeometry, threads: Int
  ) throws -> Tensor {
    let weights = try blockedWeights(filter, scale: scale, geometry: geometry, threads: threads)
    return try Tensor(shape: geometry.outputShape, of: Float.self) { target in
      guard let output = target.baseAddress, let source = input.bytes.baseAddress,
        let weightBytes = weights.bytes.baseAddress
      else { return }
      var arguments: [Int32: UnsafeRawPointer] = [
        DNNL_ARG_SRC: source, DNNL_ARG_WEIGHTS: weightBytes, DNNL_ARG_DST: UnsafeRawPointer(output),
      ]
      arguments[DNNL_ARG_BIAS] = bias?.bytes.baseAddress
      try withExtendedLifetime((input, weights, bias)) {
        try primitive.execute(arguments, threads: primitive.isMatrixProduct ? 1 : threads)
      }
      if relu { UnaryFunction.rectify(target, threads: threads) }
    }
  }

  private func blockedWeights(
    _ filter: Tensor, scale: ChannelScale?, geometry: ConvolutionGeometry, threads: Int
  ) throws -> TensorStorage {
    let plain = try geometry.plainWeights(for: operation)
    let wanted = primitive.layout(of: DNNL_ARG_WEIGHTS)
    if scale == nil, plain.isSameLayout(as: wanted) { return filter.storage }
    let sources = [filter.storage] + (scale?.sources ?? [])
    return try ReorderedWeights.shared.weights(
      from: sources, layout: wanted.layoutKey, epsilon: scale?.epsilon
    ) {
      let scaled = scale.map { $0.multiply(filter) } ?? filter
      if plain.isSameLayout(as: wanted) { return scaled.storage }
      return try withExtendedLifetime(scaled) {
        guard let bytes = scaled.bytes.baseAddress else { return scaled.storage }
        return try Reorder.storage(bytes, from: plain, to: wanted, threads: threads, for: operation)
      }
    }
  }
}

extension ConvolutionPrimitive {
  private init(_ key: Key, for operation: String) throws(EngineError) {
    let geometry = key.geometry
    var source = try geometry.source(for: operation).raw
    var weights = try MemoryDescriptor(freeLayoutOf: geometry.weightDimensions, for: operation).raw
    var bias = try key.hasBias ? MemoryDescriptor(count: geometry.filters, for: operation).raw : .init()
    var target = try geometry.target(for: operation).raw
    var descriptor = dnnl_convolution_desc_t()
    try OneDNN.check(
      dnnl_dilated_convolution_forward_desc_init(
        &descriptor, dnnl_forward_inference, dnnl_convolution_direct, &source, &weights, &bias, &target,
        geometry.strides, geometry.dilations, geometry.paddingBefore, geometry.paddingAfter),
      "dnnl_dilated_convolution_forward_desc_init", for: operation)
    primitive = try Primitive(weighing: &descriptor, hasBias: key.hasBias, for: operation)
    self.operation = operation
  }
}
