import COneDNN
import TFDiffTensor

/// A compiled gradient of a convolution, with respect to its image or to its filter: NHWC arrays as TensorFlow has them, the
/// filter in whatever layout oneDNN chose.
///
/// Compiled for one thread: oneDNN shares out the sum over the image among threads, and its result would then depend on how
/// many there are. The two gradients of a convolution do not need each other, and so keep two threads busy.
struct ConvolutionGradientPrimitive: Sendable {
  enum Side: Hashable, Sendable { case image, filter }

  private struct Key: Hashable, Sendable {
    let geometry: ConvolutionGeometry
    let side: Side
  }

  private static let cache = PrimitiveCache<Key, Primitive>(capacity: 1024)

  private let primitive: Primitive
  private let geometry: ConvolutionGeometry
  private let operation: String

  static func compiled(
    _ geometry: ConvolutionGeometry, _ side: Side, for operation: String
  ) throws -> ConvolutionGradientPrimitive {
    let primitive = try cache.value(for: Key(geometry: geometry, side: side)) {
      try OneDNN.limitingThreads(to: 1) { try make(geometry, side, for: operation) }
    }
    return ConvolutionGradientPrimitive(primitive: primitive, geometry: geometry, operation: operation)
  }

  /// The gradient of the image, `[batch, height, width, depth]`, from the filter and the gradient of the result.
  func image(filter: Tensor, gradient: Tensor) throws -> Tensor {
    let plain = try geometry.plainWeights(for: operation)
    let wanted = primitive.layout(of: DNNL_ARG_WEIGHTS)
    let weights = try filter.withRawPointer { bytes in
      plain.isSameLayout(as: wanted)
        ? filter.storage : try Reorder.storage(bytes, from: plain, to: wanted, threads: 1, for: operation)
    }
    let shape: Shape = [geometry.batch, geometry.rows.input, geometry.columns.input, geometry.depth]
    return try Tensor(shape: shape, of: Float.self) { target in
      guard let output = target.baseAddress, let weights, let weightBytes = weights.bytes.baseAddress,
        let received = gradient.bytes.baseAddress
      else { return }
      try withExtendedLifetime((weights, gradient)) {
        try primitive.execute(
          [
            DNNL_ARG_DIFF_SRC: UnsafeRawPointer(output), DNNL_ARG_WEIGHTS: weightBytes, DNNL_ARG_DIFF_DST: received,
          ], threads: 1)
      }
    }
  }

  /// The gradient of the filter, `[height, width, depth / groups, filters]`, from the image and the gradient of the result.
  func filter(image: Tensor, gradient: Tensor) throws -> Tensor {
    let layout = primitive.layout(of: DNNL_ARG_DIFF_WEIGHTS)
    let computed = try TensorStorage(byteCount: layout.byteCount) { target in
      guard let output = target.baseAddress, let source = image.bytes.baseAddress,
        let received = gradient.bytes.baseAddress
      else { return }
      try withExtendedLifetime((image, gradient)) {
        try primitive.execute(
          [DNNL_ARG_SRC: source, DNNL_ARG_DIFF_WEIGHTS: UnsafeRawPointer(output), DNNL_ARG_DIFF_DST: received],
          threads: 1)
      }
    }
    let plain = try geometry.plainWeights(for: operation)
    let storage =
      plain.isSameLayout(as: layout)
      ? computed
      : try withExtendedLifetime(computed) {
        try computed.bytes.baseAddress.map {
          try Reorder.storage($0, from: layout, to: plain, threads: 1, for: operation)
        } ?? computed
      }
    let shape: Shape = [
      geometry.rows.filter, geometry.columns.filter, geometry.depth / geometry.groups, geometry.filters,
    ]
    return Tensor(shape: shape, dtype: .float32, storage: storage)
  }

  private static func make(
    _ geometry: ConvolutionGeometry, _ side: Side, for operation: String
  ) throws(EngineError) -> Primitive {
    var arrays = try Arrays(geometry, for: operation)
    var forward = dnnl_convolution_desc_t()
    try OneDNN.check(
      dnnl_dilated_convolution_forward_desc_init(
        &forward, dnnl_forward_training, dnnl_convolution_direct, &arrays.image, &arrays.filter, nil, &arrays.result,
        geometry.strides, geometry.dilations, geometry.paddingBefore, geometry.paddingAfter),
      "dnnl_dilated_convolution_forward_desc_init", for: operation)
    var backward = try describe(side, geometry, &arrays, for: operation)
    let arguments =
      switch side {
      case .image: [DNNL_ARG_DIFF_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_DST]
      case .filter: [DNNL_ARG_SRC, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_DST]
      }
    return try Primitive(differentiating: &forward, by: &backward, arguments: arguments, for: operation)
  }

  /// How a convolution's arrays, and so their gradients, lie in memory.
  private struct Arrays {
    var image: dnnl_memory_desc_t
    var filter: dnnl_memory_desc_t
    var result: dnnl_memory_desc_t

    init(_ geometry: ConvolutionGeometry, for operation: String) throws(EngineError) {
      image = try geometry.source(for: operation).raw
      filter = try MemoryDescriptor(freeLayoutOf: geometry.weightDimensions, for: operation).raw
      result = try geometry.target(for: operation).raw
    }
  }

  private static func describe(
    _ side: Side, _ geometry: ConvolutionGeometry, _ arrays: inout Arrays, for operation: String
  ) throws(EngineError) -> dnnl_convolution_desc_t {
    var descriptor = dnnl_convolution_desc_t()
    switch side {
    case .image:
      try OneDNN.check(
        dnnl_dilated_convolution_backward_data_desc_init(
          &descriptor, dnnl_convolution_direct, &arrays.image, &arrays.filter, &arrays.result, geometry.strides,
          geometry.dilations, geometry.paddingBefore, geometry.paddingAfter),
        "dnnl_dilated_convolution_backward_data_desc_init", for: operation)
    case .filter:
      try OneDNN.check(
        dnnl_dilated_convolution_backward_weights_desc_init(
          &descriptor, dnnl_convolution_direct, &arrays.image, &arrays.filter, nil, &arrays.result, geometry.strides,
          geometry.dilations, geometry.paddingBefore, geometry.paddingAfter),
        "dnnl_dilated_convolution_backward_weights_desc_init", for: operation)
    }
    return descriptor
  }
}
