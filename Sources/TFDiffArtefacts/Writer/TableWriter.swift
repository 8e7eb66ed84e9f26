import TFDiffTensor

/// Lays out a table file from entries in ascending order of their keys.
///
/// Source: tensorflow/tsl/lib/io/table_builder.cc.
package struct TableWriter {
  private var bytes: [UInt8] = []
  private var block = BlockWriter()
  private var index = BlockWriter()
  private var lastKey: [UInt8] = []

  package init() {}

  package mutating func add(_ key: [UInt8], _ value: [UInt8]) {
    block.add(key, value)
    lastKey = key
    if block.byteCount >= TableFormat.blockSize { endBlock() }
  }

  /// The whole file.
  package mutating func finished() -> [UInt8] {
    lastKey = Self.successor(of: lastKey)
    endBlock()
    let metaindex = append(BlockWriter())
    let index = append(self.index)
    bytes += TableFooter(metaindex: metaindex, index: index).encoded
    return bytes
  }

  /// The shortest key that is not less: TensorFlow ends its index of blocks with it (`FindShortSuccessor`).
  private static func successor(of key: [UInt8]) -> [UInt8] {
    guard let place = key.firstIndex(where: { $0 != .max }) else { return key }
    return key[..<place] + [key[place] + 1]
  }

  private mutating func endBlock() {
    guard !block.isEmpty else { return }
    let handle = append(block)
    index.add(lastKey, handle.encoded)
    block = BlockWriter()
  }

  private mutating func append(_ block: BlockWriter) -> BlockHandle {
    let content = block.finished
    let handle = BlockHandle(offset: bytes.count, size: content.count)
    let covered = content + [TableFormat.stored]
    bytes += covered + MaskedChecksum(masking: Checksum.crc32c(of: covered[...])).stored.littleEndianBytes
    return handle
  }
}

/// Lays out one block. Source: tensorflow/tsl/lib/io/block_builder.cc.
private struct BlockWriter {
  private var bytes: [UInt8] = []
  private var restarts: [UInt32] = [0]
  private var sinceRestart = 0
  private var lastKey: [UInt8] = []

  var isEmpty: Bool { bytes.isEmpty }
  var byteCount: Int { bytes.count + 4 * (restarts.count + 1) }

  mutating func add(_ key: [UInt8], _ value: [UInt8]) {
    if sinceRestart == TableFormat.restartInterval {
      restarts.append(UInt32(bytes.count))
      sinceRestart = 0
      lastKey = []
    }
    let shared = zip(key, lastKey).prefix { $0 == $1 }.count
    bytes += UInt64(shared).varint + UInt64(key.count - shared).varint + UInt64(value.count).varint
    bytes += key[shared...] + value
    lastKey = key
    sinceRestart += 1
  }

  var finished: [UInt8] { bytes + restarts.flatMap(\.littleEndianBytes) + UInt32(restarts.count).littleEndianBytes }
}
