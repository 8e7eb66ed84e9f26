import TFDiffTensor

extension LittleEndianReader {
  /// The next number in seven bits a byte, the lowest first, the high bit saying that more follow; nil where it is cut
  /// off, larger than 64 bits, or longer than it needs to be, which no writer makes it.
  ///
  /// Source: `PutVarint64`, tensorflow/tsl/platform/coding.cc.
  mutating func varint() -> UInt64? {
    var number: UInt64 = 0
    for shift in stride(from: UInt64.zero, to: 64, by: 7) {
      guard let byte = integer(UInt8.self) else { return nil }
      // Only the lowest bit of the tenth byte is left.
      guard shift < 63 || byte <= 1 else { return nil }
      number |= UInt64(byte & 0x7F) << shift
      guard byte & 0x80 != 0 else { return byte == 0 && shift > 0 ? nil : number }
    }
    return nil
  }

  /// A varint that counts something in memory.
  mutating func count() -> Int? { varint().flatMap(Int.init(exactly:)) }
}

extension UInt64 {
  /// This number as a varint.
  var varint: [UInt8] {
    var (rest, bytes) = (self, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
