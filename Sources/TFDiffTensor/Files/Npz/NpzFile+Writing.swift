extension NpzFile {
  /// Writes arrays under names without `.npy`, in this order and uncompressed, as `np.savez` does.
  ///
  /// The same tensors give the same bytes: no time is written.
  ///
  /// - Precondition: names are shorter than 64 KiB, the longest that the format has room for.
  /// - Throws: ``TensorError/npz(path:fault:)`` where two have one name, ``TensorError/cannotWrite(path:reason:)``; the
  ///   target is then as it was before.
  public static func write(_ arrays: [(name: String, tensor: Tensor)], to path: String) throws(TensorError) {
    var names: Set<String> = []
    var writer = ZipWriter()
    for (name, tensor) in arrays {
      guard names.insert(name).inserted else { throw .npz(path: path, fault: .duplicate(member: name)) }
      writer.add(name: name + suffix, header: NpyHeader.encoded(for: tensor), data: tensor.storage, tensor.byteCount)
    }
    let parts = writer.finished()
    try withExtendedLifetime(parts) { () throws(TensorError) in
      try AtomicFile.write(parts.map(\.bytes), to: path)
    }
  }
}

/// Lays out a ZIP archive of stored members; numbers too large for the plain records go into those of the 64-bit
/// extension.
private struct ZipWriter {
  private var parts: [TensorStorage] = []
  private var directory: [UInt8] = []
  private var count = 0
  private var offset = 0

  mutating func add(name: String, header: [UInt8], data: TensorStorage, _ dataSize: Int) {
    let data = data.part(0..<dataSize)
    let head = TensorStorage(byteCount: header.count) { $0.copyBytes(from: header) }
    let checksum = withExtendedLifetime((head, data)) {
      Checksum.crc32(data.bytes, after: Checksum.crc32(head.bytes))
    }
    let member = Member(name: Array(name.utf8), checksum: checksum, size: header.count + dataSize, offset: offset)
    append(member.localHeader)
    append(head)
    append(data)
    directory += member.directoryHeader
    count += 1
  }

  /// The whole archive, one part after the other.
  mutating func finished() -> [TensorStorage] {
    let start = offset
    append(directory)
    let isWide = count >= UInt16.max || start >= UInt32.max || directory.count >= UInt32.max
    if isWide { append(wideEnd(directoryStart: start)) }
    let narrowCount = UInt16(clamping: count)
    append(
      ZipFormat.end.littleEndianBytes + [0, 0, 0, 0] + narrowCount.littleEndianBytes
        + narrowCount.littleEndianBytes + UInt32(clamping: directory.count).littleEndianBytes
        + UInt32(clamping: start).littleEndianBytes + [0, 0])
    return parts
  }

  private func wideEnd(directoryStart: Int) -> [UInt8] {
    let version = Member.wideVersion.littleEndianBytes
    let record =
      ZipFormat.end64.littleEndianBytes + UInt64(ZipFormat.end64Size - 12).littleEndianBytes + version + version
      + UInt64.zero.littleEndianBytes + UInt64(count).littleEndianBytes + UInt64(count).littleEndianBytes
      + UInt64(directory.count).littleEndianBytes + UInt64(directoryStart).littleEndianBytes
    return record + ZipFormat.locator64.littleEndianBytes + UInt32.zero.littleEndianBytes
      + UInt64(offset).littleEndianBytes + UInt32(1).littleEndianBytes
  }

  private mutating func append(_ bytes: [UInt8]) {
    append(TensorStorage(byteCount: bytes.count) { $0.copyBytes(from: bytes) })
  }

  private mutating func append(_ part: TensorStorage) {
    parts.append(part)
    offset += part.byteCount
  }
}

/// The headers of one stored member.
private struct Member {
  /// The versions of the format that know the 64-bit extension, and plain members [4.4.3].
  static let wideVersion: UInt16 = 45
  private static let plainVersion: UInt16 = 20
  /// 1 January 1980, midnight, the first moment the format knows [4.4.6].
  private static let time: [UInt8] = [0, 0, 0x21, 0]

  let name: [UInt8]
  let checksum: UInt32
  let size: Int
  let offset: Int

  private var isWide: Bool { size >= UInt32.max }
  private var version: [UInt8] {
    (isWide || offset >= UInt32.max ? Self.wideVersion : Self.plainVersion).littleEndianBytes
  }

  var localHeader: [UInt8] {
    let size = UInt64(size).littleEndianBytes
    return ZipFormat.localHeader.littleEndianBytes + common
      + lengths(extra: isWide ? 20 : 0) + name + (isWide ? extra(size + size) : [])
  }

  var directoryHeader: [UInt8] {
    let size = UInt64(size).littleEndianBytes
    let wide = (isWide ? size + size : []) + (offset >= UInt32.max ? UInt64(offset).littleEndianBytes : [])
    let extra = wide.isEmpty ? [] : extra(wide)
    let commentDiskAndAttributes = [UInt8](repeating: 0, count: 10)
    return ZipFormat.directoryHeader.littleEndianBytes + version + common + lengths(extra: extra.count)
      + commentDiskAndAttributes + UInt32(clamping: offset).littleEndianBytes + name + extra
  }

  /// What both headers have, from the version needed to the sizes.
  private var common: [UInt8] {
    let size = (isWide ? UInt32.max : UInt32(size)).littleEndianBytes
    return version + ZipFormat.utf8.littleEndianBytes + ZipFormat.stored.littleEndianBytes + Self.time
      + checksum.littleEndianBytes + size + size
  }

  private func lengths(extra: Int) -> [UInt8] {
    UInt16(name.count).littleEndianBytes + UInt16(extra).littleEndianBytes
  }

  private func extra(_ content: [UInt8]) -> [UInt8] {
    ZipFormat.extra64.littleEndianBytes + UInt16(content.count).littleEndianBytes + content
  }
}
