import TFDiffTensor

/// The numbers of LevelDB's table format, in which TensorFlow keeps a checkpoint's index.
///
/// Source: tensorflow/tsl/lib/io/format.{h,cc}, block.cc, table_builder.cc.
enum TableFormat {
  static let magic: UInt64 = 0xDB47_7524_8B80_FB57
  static let footerSize = 48
  /// Both block handles in the footer, padded with zeros.
  static let handlesSize = 40
  /// Behind every block: one byte of compression, four of masked CRC-32C.
  static let trailerSize = 5
  static let stored: UInt8 = 0
  static let snappy: UInt8 = 1
  /// `Options::block_restart_interval`: every so many keys one is written in full.
  static let restartInterval = 16
  /// `Options::block_size`.
  static let blockSize = 256 << 10
}

/// Where a block stands in its file, without its trailer.
struct BlockHandle: Hashable {
  let offset: Int
  let size: Int

  /// The file's bytes for the block and its trailer; nil where they are not below `limit`.
  func range(below limit: Int) -> Range<Int>? {
    guard offset <= limit, size <= limit - offset, TableFormat.trailerSize <= limit - offset - size else { return nil }
    return offset..<offset + size + TableFormat.trailerSize
  }

  var encoded: [UInt8] { UInt64(offset).varint + UInt64(size).varint }
}

extension LittleEndianReader {
  mutating func blockHandle() -> BlockHandle? {
    guard let offset = count(), let size = count() else { return nil }
    return BlockHandle(offset: offset, size: size)
  }
}

/// The last bytes of a table.
struct TableFooter: Hashable {
  let metaindex: BlockHandle
  let index: BlockHandle

  init(metaindex: BlockHandle, index: BlockHandle) {
    self.metaindex = metaindex
    self.index = index
  }

  init(_ bytes: [UInt8]) throws(TableError) {
    var reader = LittleEndianReader(bytes)
    guard let head = reader.take(TableFormat.handlesSize), reader.integer(UInt64.self) == TableFormat.magic else {
      throw TableError(.badMagic)
    }
    var handles = LittleEndianReader(head)
    guard let metaindex = handles.blockHandle(), let index = handles.blockHandle(),
      handles.take(handles.remaining)?.allSatisfy({ $0 == 0 }) == true
    else { throw TableError(.badFooter) }
    self.init(metaindex: metaindex, index: index)
  }

  var encoded: [UInt8] {
    let handles = metaindex.encoded + index.encoded
    let padding = [UInt8](repeating: 0, count: TableFormat.handlesSize - handles.count)
    return handles + padding + TableFormat.magic.littleEndianBytes
  }
}

/// A fault of a table whose file's name is not at hand.
struct TableError: Error {
  let fault: IndexFault
  init(_ fault: IndexFault) { self.fault = fault }
}
