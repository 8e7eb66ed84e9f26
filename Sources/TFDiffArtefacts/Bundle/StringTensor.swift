import TFDiffTensor

/// The layout of a tensor of strings: each length as a varint, the masked CRC-32C of the lengths, then the strings.
///
/// The checksum covers each length as a number of four bytes (eight where it does not fit into four), not the varint.
///
/// Source: `WriteStringTensor`, tensorflow/core/util/tensor_bundle/tensor_bundle.cc.
enum StringTensor {
  /// A byte for each length, and four for their checksum.
  static func leastSize(_ count: Int) -> Int { count + 4 }

  /// The strings of `count` elements, one behind the other, and the checksum of them all; nil where lengths and bytes
  /// do not agree, or the lengths with their own checksum.
  static func checked(_ bytes: [UInt8], count: Int) -> (joined: ArraySlice<UInt8>, checksum: UInt32)? {
    var reader = LittleEndianReader(bytes)
    var checksum: UInt32 = 0
    var total = 0
    for _ in 0..<count {
      // No length is longer than all there is, so that the sum does not overflow.
      guard let length = reader.count(), length <= bytes.count, total <= bytes.count else { return nil }
      checksum = Self.checksum(ofLength: length, after: checksum)
      total += length
    }
    guard let stored = reader.integer(UInt32.self), stored == MaskedChecksum(masking: checksum).stored,
      total == reader.remaining
    else { return nil }
    checksum = Checksum.crc32c(of: stored.littleEndianBytes[...], after: checksum)
    let joined = bytes[reader.position...]
    return (joined, Checksum.crc32c(of: joined, after: checksum))
  }

  /// The layout of some strings, and the checksum of them all.
  static func encode(_ strings: [[UInt8]]) -> (bytes: [UInt8], checksum: UInt32) {
    var checksum: UInt32 = 0
    for string in strings { checksum = Self.checksum(ofLength: string.count, after: checksum) }
    let lengths = strings.flatMap { UInt64($0.count).varint }
    let rest = MaskedChecksum(masking: checksum).stored.littleEndianBytes + strings.joined()
    return (lengths + rest, Checksum.crc32c(of: rest[...], after: checksum))
  }

  private static func checksum(ofLength length: Int, after previous: UInt32) -> UInt32 {
    guard let short = UInt32(exactly: length) else {
      return Checksum.crc32c(of: UInt64(length).littleEndianBytes[...], after: previous)
    }
    return Checksum.crc32c(of: short.littleEndianBytes[...], after: previous)
  }
}

/// The layout of a tensor of variants: for each its length as a varint, its bytes, and the masked CRC-32C of everything
/// so far, in which a length counts as eight bytes.
///
/// Source: `WriteVariantTensor`, tensorflow/core/util/tensor_bundle/tensor_bundle.cc.
enum VariantTensor {
  /// A byte of length and four of checksum for each.
  static func leastSize(_ count: Int) -> Int { count * 5 }

  /// The checksum of `count` elements; nil where lengths and bytes do not agree, or an element with its checksum.
  static func checksum(_ bytes: [UInt8], count: Int) -> UInt32? {
    var reader = LittleEndianReader(bytes)
    var checksum: UInt32 = 0
    for _ in 0..<count {
      guard let length = reader.count(), let variant = reader.take(length) else { return nil }
      checksum = Checksum.crc32c(of: UInt64(length).littleEndianBytes[...], after: checksum)
      checksum = Checksum.crc32c(of: variant, after: checksum)
      guard let stored = reader.integer(UInt32.self), stored == MaskedChecksum(masking: checksum).stored else {
        return nil
      }
      checksum = Checksum.crc32c(of: stored.littleEndianBytes[...], after: checksum)
    }
    return reader.remaining == 0 ? checksum : nil
  }
}
