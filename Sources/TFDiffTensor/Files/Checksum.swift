import CISAL

/// The checksums of files, computed by ISA-L.
package enum Checksum {
  /// ISA-L counts CRC-32C's bytes in 32 bits.
  private static let greatestPiece = 1 << 30
  /// Bytes of a mapped file that are read before their memory is given back.
  private static let mappedPiece = 4 << 20

  /// CRC-32 as gzip and ZIP use it (ISO 3309), going on from that of the bytes before.
  package static func crc32(_ bytes: UnsafeRawBufferPointer, after previous: UInt32 = 0) -> UInt32 {
    guard let base = bytes.baseAddress else { return previous }
    return crc32_gzip_refl(previous, base.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
  }

  /// CRC-32 of all bytes, of which no more are held in memory than are being read where a mapped file has them.
  static func crc32(lettingGoOf storage: TensorStorage) -> UInt32 {
    var checksum: UInt32 = 0
    for start in stride(from: 0, to: storage.byteCount, by: mappedPiece) {
      let piece = start..<min(start + mappedPiece, storage.byteCount)
      checksum = withExtendedLifetime(storage) {
        crc32(UnsafeRawBufferPointer(rebasing: storage.bytes[piece]), after: checksum)
      }
      storage.letGo(after: piece)
    }
    storage.letGo()
    return checksum
  }

  /// CRC-32C (Castagnoli's, RFC 3720 B.4), going on from that of the bytes before.
  package static func crc32c(_ bytes: UnsafeRawBufferPointer, after previous: UInt32 = 0) -> UInt32 {
    // ISA-L leaves inverting the register before and after to the caller.
    var register = ~previous
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(greatestPiece))
      // The parameter is not const; the function only reads.
      let start = UnsafeMutableRawPointer(mutating: piece.baseAddress)?.assumingMemoryBound(to: UInt8.self)
      register = crc32_iscsi(start, Int32(piece.count), register)
      rest = rest.dropFirst(piece.count)
    }
    return ~register
  }

  package static func crc32c(of bytes: ArraySlice<UInt8>, after previous: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBytes { crc32c($0, after: previous) }
  }

  /// CRC-32C of two runs of bytes, one after the other, from that of each and the length of the second.
  ///
  /// A CRC is linear: the first one moves on by as many zero bytes as the second run has bytes, which multiplies it by
  /// x to the power of eight times their number, modulo the polynomial.
  package static func crc32c(_ first: UInt32, followedBy second: UInt32, ofLength length: Int) -> UInt32 {
    var (shifted, factor, rest) = (first, oneByte, length)
    while rest > 0 {
      if rest & 1 == 1 { shifted = product(shifted, factor) }
      factor = product(factor, factor)
      rest >>= 1
    }
    return shifted ^ second
  }

  /// x to the eighth; the highest bit stands for x to the power of zero.
  private static let oneByte: UInt32 = 1 << 23
  /// Castagnoli's polynomial without its highest term, in the same order of bits.
  private static let polynomial: UInt32 = 0x82F6_3B78

  private static func product(_ left: UInt32, _ right: UInt32) -> UInt32 {
    var (sum, power) = (UInt32.zero, right)
    for bit in (0..<32).reversed() {
      if left >> bit & 1 == 1 { sum ^= power }
      power = power >> 1 ^ (power & 1 == 1 ? polynomial : 0)
    }
    return sum
  }
}
