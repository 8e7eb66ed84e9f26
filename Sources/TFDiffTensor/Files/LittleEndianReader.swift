/// Reads little-endian whole numbers and runs of bytes, one after the other; nil where the bytes end.
package struct LittleEndianReader {
  private let bytes: ArraySlice<UInt8>
  package private(set) var position: Int

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  package var remaining: Int { bytes.endIndex - position }

  package mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
    guard let field = take(MemoryLayout<Number>.size) else { return nil }
    return field.reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }

  package mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= remaining else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }
}

extension FixedWidthInteger {
  /// The bytes of a number, the lowest first.
  package var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
