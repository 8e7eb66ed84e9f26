import COneDNN
import TFDiffTensor

/// Copies an array from one layout to another.
enum Reorder {
  private struct Key: Hashable {
    let from: [Int64]
    let to: [Int64]
    let threads: Int
  }

  private static let primitives = PrimitiveCache<Key, Primitive>()

  static func storage(
    _ source: UnsafeRawPointer, from: MemoryDescriptor, to: MemoryDescriptor, threads: Int,
    for operation: String
  ) throws -> TensorStorage {
    let key = Key(from: from.layoutKey, to: to.layoutKey, threads: threads)
    let primitive = try primitives.value(for: key) {
      try OneDNN.limitingThreads(to: threads) { try make(from: from, to: to, for: operation) }
    }
    return try TensorStorage(byteCount: to.byteCount) { target in
      guard let base = target.baseAddress else { return }
      try primitive.execute(
        [DNNL_ARG_FROM: source, DNNL_ARG_TO: UnsafeRawPointer(base)], threads: threads)
    }
  }

  private static func make(
    from: MemoryDescriptor, to: MemoryDescriptor, for operation: String
  ) throws(EngineError) -> Primitive {
    var (source, target) = (from.raw, to.raw)
    return try Primitive(
      "dnnl_reorder_primitive_desc_create", arguments: [DNNL_ARG_FROM, DNNL_ARG_TO], for: operation
    ) { descriptor, engine, attributes in
      dnnl_reorder_primitive_desc_create(&descriptor, &source, engine, &target, engine, attributes)
    }
  }
}
