/// A member of a ZIP archive, as the archive's directory describes it.
struct ZipMember: Hashable {
  let name: String
  let flags: UInt16
  let method: UInt16
  let checksum: UInt32
  let compressedSize: Int
  let size: Int
  /// Where its local header begins.
  let offset: Int
}

/// The directory of a ZIP archive in one file, with or without the 64-bit extension.
struct ZipArchive {
  let file: RandomAccessFile
  let members: [ZipMember]
  /// Where the directory begins and the members' data have ended.
  let dataEnd: Int

  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npz(path:fault:)``.
  init(_ file: RandomAccessFile) throws(TensorError) {
    let end = try ZipDirectoryEnd(file)
    let bytes = try file.bytes(end.directory)
    var reader = LittleEndianReader(bytes)
    var members: [ZipMember] = []
    for _ in 0..<end.count {
      guard let member = Self.member(&reader) else { throw file.npz(.damagedDirectory) }
      members.append(member)
    }
    guard reader.remaining == 0 else { throw file.npz(.damagedDirectory) }
    self.file = file
    self.members = members
    dataEnd = end.directory.lowerBound
  }

  /// The next entry of the directory [4.3.12]; nil where it is not one.
  private static func member(_ reader: inout LittleEndianReader) -> ZipMember? {
    guard reader.integer(UInt32.self) == ZipFormat.directoryHeader,
      reader.take(4) != nil,  // versions
      let flags = reader.integer(UInt16.self), let method = reader.integer(UInt16.self),
      reader.take(4) != nil,  // time and date
      let checksum = reader.integer(UInt32.self),
      let compressed = reader.integer(UInt32.self), let size = reader.integer(UInt32.self),
      let nameLength = reader.integer(UInt16.self), let extraLength = reader.integer(UInt16.self),
      let commentLength = reader.integer(UInt16.self),
      reader.take(8) != nil,  // disk and attributes
      let offset = reader.integer(UInt32.self),
      let name = reader.take(Int(nameLength)), let extra = reader.take(Int(extraLength)),
      reader.take(Int(commentLength)) != nil,
      let numbers = widened([size, compressed, offset], by: extra)
    else { return nil }
    return ZipMember(
      name: text(name), flags: flags, method: method, checksum: checksum, compressedSize: numbers[1],
      size: numbers[0], offset: numbers[2])
  }

  /// Numbers of 32 bits, each that is all ones replaced by the next one of the extra field of the 64-bit extension
  /// [4.5.3]; nil where that is missing or larger than any file.
  private static func widened(_ numbers: [UInt32], by extra: ArraySlice<UInt8>) -> [Int]? {
    var reader = LittleEndianReader(extra64(extra) ?? [])
    var result: [Int] = []
    for number in numbers {
      guard number == .max else {
        result.append(Int(number))
        continue
      }
      guard let wide = reader.integer(UInt64.self).flatMap(Int.init(exactly:)) else { return nil }
      result.append(wide)
    }
    return result
  }

  private static func extra64(_ extra: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var reader = LittleEndianReader(extra)
    while let tag = reader.integer(UInt16.self), let length = reader.integer(UInt16.self),
      let field = reader.take(Int(length))
    {
      if tag == ZipFormat.extra64 { return field }
    }
    return nil
  }

  /// UTF-8 as NumPy writes it; in names of another encoding, each byte is the character of that number.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map(Unicode.Scalar.init)))
  }
}
