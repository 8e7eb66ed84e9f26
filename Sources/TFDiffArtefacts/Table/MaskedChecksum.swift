/// A CRC-32C as TensorFlow and LevelDB store it: turned and shifted, since the CRC of bytes that hold their own CRC says
/// nothing about them.
///
/// Source: `Mask` and `Unmask`, tensorflow/tsl/lib/hash/crc32c.h.
struct MaskedChecksum: Hashable {
  private static let delta: UInt32 = 0xA282_EAD8

  let stored: UInt32

  init(stored: UInt32) { self.stored = stored }
  init(masking checksum: UInt32) { stored = (checksum >> 15 | checksum << 17) &+ Self.delta }

  var checksum: UInt32 {
    let turned = stored &- Self.delta
    return turned >> 17 | turned << 15
  }
}
