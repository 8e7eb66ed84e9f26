import TFDiffTensor

/// All entries of a table file, every byte of which is accounted for: the blocks follow one another without a gap, each
/// with its checksum, and the footer stands as its writer makes it.
struct Table {
  /// In ascending order of their keys, byte by byte.
  let entries: [TableEntry]

  /// - Throws: ``CheckpointError/file(_:)`` or ``CheckpointError/index(path:fault:)``.
  init(_ file: RandomAccessFile) throws(CheckpointError) {
    let reader = BlockReader(file: file)
    let footer = try reader.footer()
    _ = try reader.block(footer.metaindex)
    var next = 0
    var entries: [TableEntry] = []
    for link in try reader.block(footer.index).entries {
      var value = LittleEndianReader(link.value)
      guard let handle = value.blockHandle(), value.remaining == 0, handle.offset == next,
        let range = handle.range(below: footer.metaindex.offset)
      else { throw reader.fault(.badLayout) }
      entries += try reader.block(handle).entries
      next = range.upperBound
    }
    guard next == footer.metaindex.offset else { throw reader.fault(.badLayout) }
    guard zip(entries, entries.dropFirst()).allSatisfy({ $0.key.lexicographicallyPrecedes($1.key) }) else {
      throw reader.fault(.keyOrder)
    }
    self.entries = entries
  }

  /// Whether a file ends as a table does.
  static func isTable(_ file: RandomAccessFile) throws(CheckpointError) -> Bool {
    let size = 8
    guard file.byteCount >= TableFormat.footerSize else { return false }
    var end = LittleEndianReader(try file.part(file.byteCount - size..<file.byteCount))
    return end.integer(UInt64.self) == TableFormat.magic
  }
}

/// Reads the blocks of one table file.
private struct BlockReader {
  let file: RandomAccessFile

  func fault(_ fault: IndexFault) -> CheckpointError { .index(path: file.path, fault: fault) }

  /// The footer, whose two blocks must be the last ones before it.
  func footer() throws(CheckpointError) -> TableFooter {
    let start = file.byteCount - TableFormat.footerSize
    guard start >= 0 else { throw fault(.tooShort(byteCount: file.byteCount)) }
    let bytes = try file.part(start..<file.byteCount)
    let footer: TableFooter
    do throws(TableError) { footer = try TableFooter(bytes) } catch { throw fault(error.fault) }
    guard let metaindex = footer.metaindex.range(below: start), footer.index.offset == metaindex.upperBound,
      footer.index.range(below: start)?.upperBound == start
    else { throw fault(.badFooter) }
    return footer
  }

  func block(_ handle: BlockHandle) throws(CheckpointError) -> TableBlock {
    guard let range = handle.range(below: file.byteCount) else { throw fault(.badLayout) }
    let bytes = try file.part(range)
    let content = bytes[..<handle.size]
    let compression = bytes[handle.size]
    var trailer = LittleEndianReader(bytes[(handle.size + 1)...])
    // The checksum covers the block and the byte of compression.
    let checksum = Checksum.crc32c(of: bytes[...handle.size])
    guard trailer.integer(UInt32.self) == MaskedChecksum(masking: checksum).stored else {
      throw fault(.blockChecksum(offset: handle.offset))
    }
    guard let block = TableBlock(try decompressed(content, compression, at: handle.offset)) else {
      throw fault(.damagedBlock(offset: handle.offset))
    }
    return block
  }

  private func decompressed(
    _ bytes: ArraySlice<UInt8>, _ compression: UInt8, at offset: Int
  ) throws(CheckpointError) -> ArraySlice<UInt8> {
    switch compression {
    case TableFormat.stored: return bytes
    case TableFormat.snappy:
      guard let plain = Snappy.decompressed(bytes) else { throw fault(.damagedBlock(offset: offset)) }
      return plain[...]
    default: throw fault(.unknownCompression(Int(compression), offset: offset))
    }
  }
}
