import COneDNN

/// How a float32 array lies in memory, in oneDNN's terms.
struct MemoryDescriptor {
  fileprivate(set) var raw = dnnl_memory_desc_t()

  init(_ raw: dnnl_memory_desc_t) { self.raw = raw }

  /// An array with the given distance, in elements, between neighbours along each dimension.
  init(dimensions: [Int], strides: [Int], for operation: String) throws(EngineError) {
    try OneDNN.check(
      dnnl_memory_desc_init_by_strides(
        &raw, Int32(dimensions.count), dimensions.map(Int64.init), dnnl_f32, strides.map(Int64.init)),
      "dnnl_memory_desc_init_by_strides", for: operation)
  }

  /// An array whose layout a primitive is free to choose.
  init(freeLayoutOf dimensions: [Int], for operation: String) throws(EngineError) {
    try OneDNN.check(
      dnnl_memory_desc_init_by_tag(
        &raw, Int32(dimensions.count), dimensions.map(Int64.init), dnnl_f32, dnnl_format_tag_any),
      "dnnl_memory_desc_init_by_tag", for: operation)
  }

  /// A vector.
  init(count: Int, for operation: String) throws(EngineError) {
    try self.init(dimensions: [count], strides: [1], for: operation)
  }

  /// `[batch, height, width, channels]` in that order in memory; oneDNN names the dimensions NCHW.
  init(batch: Int, height: Int, width: Int, channels: Int, for operation: String) throws(EngineError) {
    try self.init(
      dimensions: [batch, channels, height, width],
      strides: [height * width * channels, 1, width * channels, channels], for: operation)
  }

  /// Bytes the array takes, padding of a blocked layout included.
  var byteCount: Int { withUnsafePointer(to: raw) { dnnl_memory_desc_get_size($0) } }

  func isSameLayout(as other: MemoryDescriptor) -> Bool {
    withUnsafePointer(to: raw) { a in
      withUnsafePointer(to: other.raw) { b in dnnl_memory_desc_equal(a, b) != 0 }
    }
  }

  /// Dimensions, strides and inner blocks: what tells one blocked layout from another.
  var layoutKey: [Int64] {
    let rank = Int(raw.ndims)
    let blocking = raw.format_desc.blocking
    let blocks = Int(blocking.inner_nblks)
    func first(_ count: Int, of tuple: some Any) -> [Int64] {
      withUnsafeBytes(of: tuple) { Array($0.bindMemory(to: Int64.self).prefix(count)) }
    }
    return [Int64(rank), Int64(blocks)] + first(rank, of: raw.dims) + first(rank, of: blocking.strides)
      + first(blocks, of: blocking.inner_blks) + first(blocks, of: blocking.inner_idxs)
  }
}
