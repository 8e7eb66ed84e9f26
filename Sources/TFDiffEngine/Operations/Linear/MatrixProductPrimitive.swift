import COneDNN
import TFDiffTensor

/// A compiled matrix product on row-major matrices as they stand; a transposed one is read by its strides.
struct MatrixProductPrimitive: Sendable {
  struct Key: Hashable, Sendable {
    let geometry: MatrixProductGeometry
    let hasBias: Bool
    /// oneDNN shares out the work while compiling.
    let threads: Int
  }

  private static let cache = PrimitiveCache<Key, Primitive>()

  /// `a × b`, plus `bias: [columns]` where `key` says so, and then a ReLU on request.
  static func product(
    _ a: Tensor, _ b: Tensor, bias: Tensor?, relu: Bool, _ key: Key, for operation: String
  ) throws -> Tensor {
    let primitive = try cache.value(for: key) {
      try OneDNN.limitingThreads(to: key.threads) { try make(key, for: operation) }
    }
    return try Tensor(shape: key.geometry.outputShape, of: Float.self) { target in
      guard let output = target.baseAddress, let left = a.bytes.baseAddress, let right = b.bytes.baseAddress
      else { return }
      var arguments: [Int32: UnsafeRawPointer] = [
        DNNL_ARG_SRC: left, DNNL_ARG_WEIGHTS: right, DNNL_ARG_DST: UnsafeRawPointer(output),
      ]
      arguments[DNNL_ARG_BIAS] = bias?.bytes.baseAddress
      try withExtendedLifetime((a, b, bias)) { try primitive.execute(arguments, threads: key.threads) }
      if relu { UnaryFunction.rectify(target, threads: key.threads) }
    }
  }

  private static func make(_ key: Key, for operation: String) throws(EngineError) -> Primitive {
    let shape = key.geometry
    var a = try matrix(shape.rows, shape.depth, transposed: shape.transposesA, for: operation).raw
    var b = try matrix(shape.depth, shape.columns, transposed: shape.transposesB, for: operation).raw
    var bias = try matrix(1, shape.columns, transposed: false, for: operation).raw
    if !key.hasBias { bias = .init() }
    var target = try matrix(shape.rows, shape.columns, transposed: false, for: operation).raw
    var descriptor = dnnl_matmul_desc_t()
    try OneDNN.check(
      dnnl_matmul_desc_init(&descriptor, &a, &b, &bias, &target), "dnnl_matmul_desc_init", for: operation)
    let attributes = try PrimitiveAttributes(for: operation)
    var handle: dnnl_primitive_desc_t?
    try OneDNN.check(
      dnnl_primitive_desc_create(
        &handle, &descriptor, attributes.handle, OneDNN.engine(for: operation), nil),
      "dnnl_primitive_desc_create", for: operation)
    guard let handle else {
      throw .kernelLibrary(operation: operation, call: "dnnl_primitive_desc_create", status: 0)
    }
    let arguments = [DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST] + (key.hasBias ? [DNNL_ARG_BIAS] : [])
    return try Primitive(handle, arguments: arguments, for: operation)
  }

  private static func matrix(
    _ rows: Int, _ columns: Int, transposed: Bool, for operation: String
  ) throws(EngineError) -> MemoryDescriptor {
    try MemoryDescriptor(
      dimensions: [rows, columns], strides: transposed ? [1, rows] : [columns, 1], for: operation)
  }
}
