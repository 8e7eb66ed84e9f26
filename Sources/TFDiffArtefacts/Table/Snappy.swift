import TFDiffTensor

/// Decompresses Snappy's raw format: TensorFlow 1.1 wrote checkpoint indexes in it.
///
/// Source: google/snappy, format_description.txt.
enum Snappy {
  /// A copy of three bytes stands for 64 at most.
  private static let greatestRatio = 22

  /// Nil where the bytes are damaged.
  static func decompressed(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var reader = LittleEndianReader(bytes)
    guard let size = reader.count(), size / greatestRatio <= bytes.count else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(size)
    while reader.remaining > 0 {
      guard let tag = reader.integer(UInt8.self), append(tag, &reader, to: &output), output.count <= size else {
        return nil
      }
    }
    return output.count == size ? output : nil
  }

  /// Does what one tag byte says; its two lowest bits are the kind, the others the length or a part of it.
  private static func append(_ tag: UInt8, _ reader: inout LittleEndianReader, to output: inout [UInt8]) -> Bool {
    let high = Int(tag >> 2)
    switch tag & 3 {
    case 0:
      guard let length = literalLength(high, &reader), let literal = reader.take(length) else { return false }
      output += literal
      return true
    case 1:
      guard let low = reader.integer(UInt8.self) else { return false }
      return copy(4 + (high & 7), from: Int(tag >> 5) << 8 | Int(low), in: &output)
    case 2:
      guard let offset = reader.integer(UInt16.self) else { return false }
      return copy(high + 1, from: Int(offset), in: &output)
    default:
      guard let offset = reader.integer(UInt32.self) else { return false }
      return copy(high + 1, from: Int(offset), in: &output)
    }
  }

  /// Lengths above 60 stand in one to four bytes behind the tag.
  private static func literalLength(_ high: Int, _ reader: inout LittleEndianReader) -> Int? {
    guard high >= 60 else { return high + 1 }
    guard let field = reader.take(high - 59) else { return nil }
    return field.reversed().reduce(0) { $0 << 8 | Int($1) } + 1
  }

  /// Byte by byte: a copy may reach into what it has just written.
  private static func copy(_ length: Int, from offset: Int, in output: inout [UInt8]) -> Bool {
    guard offset > 0, offset <= output.count else { return false }
    for _ in 0..<length { output.append(output[output.count - offset]) }
    return true
  }
}
