import TFDiffTensor

/// Where tensors to load go in one piece of memory.
struct LoadPlan {
  private struct Item {
    let tensor: BundleTensor
    let dtype: DType
    let offset: Int
  }

  private let items: [Item]
  let byteCount: Int

  /// In the order in which they lie in the files, so that one thread's part of a file goes to one part of memory; each
  /// begins on a cache line.
  init(_ tensors: [(BundleTensor, DType)]) {
    var items: [Item] = []
    var end = 0
    for (tensor, dtype) in tensors.sorted(by: { $0.0.place < $1.0.place }) {
      items.append(Item(tensor: tensor, dtype: dtype, offset: end))
      let unaligned = end + tensor.byteCount
      end = (unaligned + TensorStorage.alignment - 1) / TensorStorage.alignment * TensorStorage.alignment
    }
    self.items = items
    byteCount = end
  }

  /// - Throws: why a data file cannot be read, or which tensor in it is damaged.
  func load(_ files: CheckpointFiles) throws(CheckpointError) -> [String: Tensor] {
    var failure: CheckpointError?
    let storage = TensorStorage(byteCount: byteCount) { memory in
      guard let base = memory.baseAddress else { return }
      do throws(CheckpointError) { try fill(base, files) } catch { failure = error }
    }
    if let failure { throw failure }
    return Dictionary(
      uniqueKeysWithValues: items.map { item in
        let part = storage.part(item.offset..<item.offset + item.tensor.byteCount)
        return (item.tensor.key, Tensor(shape: item.tensor.shape, dtype: item.dtype, storage: part))
      })
  }

  /// Reads the files one after the other, each on all cores. Parts that do not lie in one run in their tensor are read
  /// aside first.
  private func fill(_ base: UnsafeMutableRawPointer, _ files: CheckpointFiles) throws(CheckpointError) {
    let placements = items.flatMap { item in
      item.tensor.parts.map { PartPlacement($0, of: item.tensor.shape, at: base + item.offset) }
    }
    defer { for placement in placements { placement.discard() } }
    for (shard, placements) in Dictionary(grouping: placements, by: \.entry.shard).sorted(by: { $0.key < $1.key }) {
      let ordered = placements.sorted { $0.entry.range.lowerBound < $1.entry.range.lowerBound }
      let jobs = ordered.map { ShardJob.load($0.entry, into: ShardJob.Destination(base: $0.target)) }
      try ShardScan(try files.open(shard), jobs).run()
    }
    for placement in placements { placement.spread() }
    for item in items where item.dtype == .bool { Self.clean(base + item.offset, item.tensor.byteCount) }
  }

  /// A byte other than 0 and 1, which TensorFlow does not write, is no value of a Bool.
  private static func clean(_ bools: UnsafeMutableRawPointer, _ count: Int) {
    let bytes = UnsafeMutableRawBufferPointer(start: bools, count: count)
    for place in bytes.indices where bytes[place] > 1 { bytes[place] = 1 }
  }
}
