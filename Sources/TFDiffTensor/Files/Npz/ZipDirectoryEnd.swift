/// What stands at the end of a ZIP archive: where its directory is, and how many members it has.
struct ZipDirectoryEnd {
  let directory: Range<Int>
  let count: Int

  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npz(path:fault:)``.
  init(_ file: RandomAccessFile) throws(TensorError) {
    let start = max(0, file.byteCount - ZipFormat.endSize - ZipFormat.greatestComment)
    let tail = try file.bytes(start..<file.byteCount)
    guard let place = Self.place(in: tail) else { throw file.npz(.notZip) }
    let position = start + place
    let narrow = try Self.record(LittleEndianReader(tail[place...]), of: file)
    if let wide = try Self.record64(file, before: position) {
      try self.init(wide.record, end: wide.position, of: file)
    } else {
      try self.init(narrow, end: position, of: file)
    }
  }

  private typealias Record = (count: UInt64, size: UInt64, offset: UInt64)

  /// The directory must end where its end record begins.
  private init(_ record: Record, end: Int, of file: RandomAccessFile) throws(TensorError) {
    guard let count = Int(exactly: record.count), let size = Int(exactly: record.size),
      let offset = Int(exactly: record.offset), offset <= end, size == end - offset,
      count <= size / ZipFormat.directoryHeaderSize
    else { throw file.npz(.damagedDirectory) }
    guard size <= ZipFormat.greatestDirectory else {
      throw file.npz(.directoryTooLarge(byteCount: size, greatest: ZipFormat.greatestDirectory))
    }
    self.directory = offset..<end
    self.count = count
  }

  /// The last place where the record stands with a comment that reaches to the end of the file.
  private static func place(in tail: [UInt8]) -> Int? {
    guard tail.count >= ZipFormat.endSize else { return nil }
    return (0...tail.count - ZipFormat.endSize).last { place in
      guard tail[place] == UInt8(ascii: "P") else { return false }
      var signature = LittleEndianReader(tail[place...])
      var comment = LittleEndianReader(tail[(place + ZipFormat.endSize - 2)...])
      return signature.integer(UInt32.self) == ZipFormat.end
        && comment.integer(UInt16.self).map(Int.init) == tail.count - place - ZipFormat.endSize
    }
  }

  /// [4.3.16]
  private static func record(
    _ bytes: LittleEndianReader, of file: RandomAccessFile
  ) throws(TensorError) -> Record {
    var reader = bytes
    guard reader.take(4) != nil, let disk = reader.integer(UInt16.self),
      let firstDisk = reader.integer(UInt16.self), let here = reader.integer(UInt16.self),
      let count = reader.integer(UInt16.self), let size = reader.integer(UInt32.self),
      let offset = reader.integer(UInt32.self)
    else { throw file.npz(.damagedDirectory) }
    guard disk == firstDisk, here == count else { throw file.npz(.severalDisks) }
    return (UInt64(count), UInt64(size), UInt64(offset))
  }

  /// The record of the 64-bit extension [4.3.14, 4.3.15], where the archive has one.
  private static func record64(
    _ file: RandomAccessFile, before end: Int
  ) throws(TensorError) -> (record: Record, position: Int)? {
    let locator = end - ZipFormat.locator64Size
    guard locator >= 0 else { return nil }
    var reader = LittleEndianReader(try file.bytes(locator..<end))
    guard reader.integer(UInt32.self) == ZipFormat.locator64 else { return nil }
    guard reader.take(4) != nil, let place = reader.integer(UInt64.self).flatMap(Int.init(exactly:)),
      place <= locator - ZipFormat.end64Size
    else { throw file.npz(.damagedDirectory) }
    reader = LittleEndianReader(try file.bytes(place..<place + ZipFormat.end64Size))
    guard reader.integer(UInt32.self) == ZipFormat.end64,
      let length = reader.integer(UInt64.self).flatMap(Int.init(exactly:)), length == locator - place - 12,
      reader.take(4) != nil, let disk = reader.integer(UInt32.self),
      let firstDisk = reader.integer(UInt32.self), let here = reader.integer(UInt64.self),
      let count = reader.integer(UInt64.self), let size = reader.integer(UInt64.self),
      let offset = reader.integer(UInt64.self)
    else { throw file.npz(.damagedDirectory) }
    guard disk == firstDisk, here == count else { throw file.npz(.severalDisks) }
    return ((count, size, offset), place)
  }
}

extension RandomAccessFile {
  func npz(_ fault: NpzFault) -> TensorError { .npz(path: path, fault: fault) }
}
