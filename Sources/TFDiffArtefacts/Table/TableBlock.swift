import TFDiffTensor

/// One key of a table and what stands under it.
struct TableEntry: Hashable {
  let key: [UInt8]
  let value: ArraySlice<UInt8>
}

/// The entries of one block: each key shares its first bytes with the one before, and the block ends with the places of
/// the keys that are written in full.
///
/// Source: tensorflow/tsl/lib/io/block.cc, block_builder.cc.
struct TableBlock {
  /// With a key in full every sixteen keys, no block expands to sixteen times its size; leave room for other writers.
  private static let greatestExpansion = 64

  let entries: [TableEntry]

  /// Nil where the bytes are no block.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard let restarts = Self.restartCount(bytes) else { return nil }
    let end = bytes.endIndex - 4 * (restarts + 1)
    var reader = LittleEndianReader(bytes[bytes.startIndex..<end])
    var entries: [TableEntry] = []
    var key: [UInt8] = []
    var budget = Self.greatestExpansion * bytes.count
    while reader.remaining > 0 {
      guard let shared = reader.count(), let unshared = reader.count(), let length = reader.count(),
        shared <= key.count, let tail = reader.take(unshared), let value = reader.take(length)
      else { return nil }
      key.removeLast(key.count - shared)
      key += tail
      budget -= key.count
      guard budget >= 0 else { return nil }
      entries.append(TableEntry(key: key, value: value))
    }
    self.entries = entries
  }

  private static func restartCount(_ bytes: ArraySlice<UInt8>) -> Int? {
    var reader = LittleEndianReader(bytes.suffix(4))
    guard let count = reader.integer(UInt32.self), Int(count) <= (bytes.count - 4) / 4 else { return nil }
    return Int(count)
  }
}
