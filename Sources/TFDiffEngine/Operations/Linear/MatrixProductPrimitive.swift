import COneDNN
import Synchronization
import TFDiffTensor

/// A compiled matrix product on row-major matrices as they stand; a transposed one is read by its strides.
///
/// oneDNN shares a product out among threads by a rule of its own, and on CPUs without AVX-512 its sums then depend on how
/// many there are. So each primitive is for one thread, and threads take blocks of rows whose size does not depend on them.
struct MatrixProductPrimitive: Sendable {
  struct Key: Hashable, Sendable {
    let geometry: MatrixProductGeometry
    let hasBias: Bool
    /// How many rows of the product are computed at once.
    let rows: Int
  }

  private static let cache = PrimitiveCache<Key, Primitive>()
  private static let rowsOfBlock = 64

  /// `a × b`, plus `bias: [columns]` where there is one, and then a ReLU on request.
  static func product(
    _ a: Tensor, _ b: Tensor, bias: Tensor?, relu: Bool, _ geometry: MatrixProductGeometry, threads: Int,
    for operation: String
  ) throws -> Tensor {
    let primitives = try blocks(of: geometry, hasBias: bias != nil, for: operation)
    return try Tensor(shape: geometry.outputShape, of: Float.self) { target in
      guard let output = target.baseAddress, let left = a.bytes.baseAddress, let right = b.bytes.baseAddress
      else { return }
      let product = Product(
        geometry: geometry, blocks: primitives, a: left, b: right, bias: bias?.bytes.baseAddress, output: output)
      try withExtendedLifetime((a, b, bias)) { try product.compute(threads: threads) }
      if relu { UnaryFunction.rectify(target, threads: threads) }
    }
  }

  private static func blocks(
    of geometry: MatrixProductGeometry, hasBias: Bool, for operation: String
  ) throws -> [Primitive] {
    try stride(from: 0, to: geometry.rows, by: rowsOfBlock).map { row in
      let key = Key(geometry: geometry, hasBias: hasBias, rows: min(rowsOfBlock, geometry.rows - row))
      return try cache.value(for: key) { try OneDNN.limitingThreads(to: 1) { try make(key, for: operation) } }
    }
  }

  /// One product under way.
  private struct Product {
    let geometry: MatrixProductGeometry
    let blocks: [Primitive]
    let a, b: UnsafeRawPointer
    let bias: UnsafeRawPointer?
    let output: UnsafeMutablePointer<Float>

    func compute(threads: Int) throws(EngineError) {
      let failure = Mutex<EngineError?>(nil)
      Parallel.forEachRange(of: blocks.count, grain: 1, threads: threads) { range in
        for block in range {
          do throws(EngineError) {
            try compute(block)
          } catch {
            failure.withLock { $0 = error }
          }
        }
      }
      if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private func compute(_ block: Int) throws(EngineError) {
      let row = block * rowsOfBlock
      let left = row * MemoryLayout<Float>.stride * (geometry.transposesA ? 1 : geometry.depth)
      var arguments: [Int32: UnsafeRawPointer] = [
        DNNL_ARG_SRC: a + left, DNNL_ARG_WEIGHTS: b,
        DNNL_ARG_DST: UnsafeRawPointer(output + row * geometry.columns),
      ]
      arguments[DNNL_ARG_BIAS] = bias
      try blocks[block].execute(arguments, threads: 1)
    }
  }

  private static func make(_ key: Key, for operation: String) throws(EngineError) -> Primitive {
    let shape = key.geometry
    var a = try MemoryDescriptor(
      dimensions: [key.rows, shape.depth], strides: shape.transposesA ? [1, shape.rows] : [shape.depth, 1],
      for: operation
    ).raw
    var b = try MemoryDescriptor(
      dimensions: [shape.depth, shape.columns],
      strides: shape.transposesB ? [1, shape.depth] : [shape.columns, 1], for: operation
    ).raw
    func rowMajor(_ rows: Int) throws(EngineError) -> dnnl_memory_desc_t {
      try MemoryDescriptor(dimensions: [rows, shape.columns], strides: [shape.columns, 1], for: operation).raw
    }
    var bias = key.hasBias ? try rowMajor(1) : .init()
    var target = try rowMajor(key.rows)
    var descriptor = dnnl_matmul_desc_t()
    try OneDNN.check(
      dnnl_matmul_desc_init(&descriptor, &a, &b, &bias, &target), "dnnl_matmul_desc_init", for: operation)
    return try Primitive(weighing: &descriptor, hasBias: key.hasBias, for: operation)
  }
}
