extension NpzFile {
  /// Writes arrays under names without `.npy`, in this order and uncompressed, as `np.savez` does.
  ///
  /// The same tensors give the same bytes: no time is written.
  ///
  /// - Precondition: names are shorter than 64 KiB, the longest that the format has room for.
  /// - Throws: ``TensorError/npz(path:fault:)`` where two have one name, ``TensorError/cannotWrite(path:reason:)``; the
  ///   target is then as it was before.
  public static func write(_ arrays: [(name: String, tensor: Tensor)], to path: String) throws(TensorError) {
    let writer = try NpzWriter(path)
    for (name, tensor) in arrays { try writer.add(name, tensor) }
    try writer.finish()
  }
}

extension NpzFile {
  /// The same with a member that is no array, by its whole name.
  ///
  /// - Throws: as ``write(_:to:)`` does.
  package static func write(
    _ arrays: [(name: String, tensor: Tensor)], beside member: (name: String, bytes: [UInt8]), to path: String
  ) throws(TensorError) {
    let writer = try NpzWriter(path)
    for (name, tensor) in arrays { try writer.add(name, tensor) }
    try writer.add(member: member.name, member.bytes)
    try writer.finish()
  }
}

/// Writes a `.npz` file array by array, so that not all of them have to be in memory.
///
/// As with ``NpzFile/write(_:to:)`` no time is written, and the target is as it was before until the writer has finished.
package final class NpzWriter {
  private let path: String
  private let file: AtomicWriter
  private var names: Set<String> = []
  private var layout = ZipLayout()

  /// - Throws: ``TensorError/cannotWrite(path:reason:)``.
  package init(_ path: String) throws(TensorError) {
    self.path = path
    file = try AtomicWriter(path)
  }

  /// Writes an array under a name without `.npy`.
  ///
  /// - Throws: ``TensorError/npz(path:fault:)`` where there is one of that name, ``TensorError/cannotWrite(path:reason:)``.
  package func add(_ name: String, _ tensor: Tensor) throws(TensorError) {
    try add(member: name + NpzFile.suffix, [TensorStorage(copying: NpyHeader.encoded(for: tensor)), tensor.bytesAlone])
  }

  /// Writes a member that is no array, under its whole name.
  ///
  /// - Throws: as ``add(_:_:)`` does.
  package func add(member name: String, _ bytes: [UInt8]) throws(TensorError) {
    try add(member: name, [TensorStorage(copying: bytes)])
  }

  /// - Throws: ``TensorError/cannotWrite(path:reason:)``.
  package func finish() throws(TensorError) {
    try write([TensorStorage(copying: layout.end())])
    try file.finish()
  }

  private func add(member name: String, _ parts: [TensorStorage]) throws(TensorError) {
    guard names.insert(name).inserted else {
      throw .npz(
        path: path, fault: .duplicate(member: name.hasSuffix(NpzFile.suffix) ? String(name.dropLast(4)) : name))
    }
    let checksum = parts.reduce(0) { sum, part in
      withExtendedLifetime(part) { Checksum.crc32(part.bytes, after: sum) }
    }
    let size = parts.reduce(0) { $0 + $1.byteCount }
    try write([TensorStorage(copying: layout.add(name: name, size: size, checksum: checksum))] + parts)
  }

  private func write(_ parts: [TensorStorage]) throws(TensorError) {
    try withExtendedLifetime(parts) { () throws(TensorError) in try file.write(parts.map(\.bytes)) }
  }
}

extension Tensor {
  /// The storage of its elements and no more.
  fileprivate var bytesAlone: TensorStorage { storage.part(0..<byteCount) }
}

/// Lays out a ZIP archive of stored members; numbers too large for the plain records go into those of the 64-bit
/// extension.
private struct ZipLayout {
  private var directory: [UInt8] = []
  private var count = 0
  private var offset = 0

  /// The header that goes before a member's data.
  mutating func add(name: String, size: Int, checksum: UInt32) -> [UInt8] {
    let member = Member(name: Array(name.utf8), checksum: checksum, size: size, offset: offset)
    let header = member.localHeader
    directory += member.directoryHeader
    offset += header.count + size
    count += 1
    return header
  }

  /// What goes after the last member.
  func end() -> [UInt8] {
    let isWide = count >= UInt16.max || offset >= UInt32.max || directory.count >= UInt32.max
    let narrowCount = UInt16(clamping: count)
    return directory + (isWide ? wideEnd : [])
      + ZipFormat.end.littleEndianBytes + [0, 0, 0, 0] + narrowCount.littleEndianBytes
      + narrowCount.littleEndianBytes + UInt32(clamping: directory.count).littleEndianBytes
      + UInt32(clamping: offset).littleEndianBytes + [0, 0]
  }

  private var wideEnd: [UInt8] {
    let version = Member.wideVersion.littleEndianBytes
    let record =
      ZipFormat.end64.littleEndianBytes + UInt64(ZipFormat.end64Size - 12).littleEndianBytes + version + version
      + UInt64.zero.littleEndianBytes + UInt64(count).littleEndianBytes + UInt64(count).littleEndianBytes
      + UInt64(directory.count).littleEndianBytes + UInt64(offset).littleEndianBytes
    return record + ZipFormat.locator64.littleEndianBytes + UInt32.zero.littleEndianBytes
      + UInt64(offset + directory.count).littleEndianBytes + UInt32(1).littleEndianBytes
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
