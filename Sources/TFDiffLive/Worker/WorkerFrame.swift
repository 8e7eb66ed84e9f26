import Foundation

/// The header of a frame: what it is, and how long its head (JSON) and its payload (a tensor's bytes) are.
///
/// 16 bytes, little-endian: `TFD1`, the head's length (32 bits), the payload's length (64 bits).
struct WorkerFrame: Sendable, Hashable {
  static let byteCount = 16
  static let magic: [UInt8] = Array("TFD1".utf8)
  /// A head is names, shapes and stacks; one that is larger is none of ours.
  static let headLimit = 64 << 20

  var headLength: Int
  var payloadLength: Int

  init(headLength: Int, payloadLength: Int) {
    self.headLength = headLength
    self.payloadLength = payloadLength
  }

  /// - Throws: ``ProtocolFault``.
  init(decoding bytes: [UInt8], payloadLimit: Int) throws(ProtocolFault) {
    guard bytes.prefix(4).elementsEqual(Self.magic) else { throw .notAFrame(Array(bytes.prefix(16))) }
    let head = bytes[4..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let payload = bytes[8..<16].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard head <= UInt64(Self.headLimit) else { throw .headTooLarge(head) }
    guard payload <= UInt64(payloadLimit) else { throw .payloadTooLarge(payload, limit: payloadLimit) }
    headLength = Int(head)
    payloadLength = Int(payload)
  }

  var encoded: [UInt8] {
    Self.magic + (0..<4).map { UInt8(truncatingIfNeeded: headLength >> ($0 * 8)) }
      + (0..<8).map { UInt8(truncatingIfNeeded: payloadLength >> ($0 * 8)) }
  }
}
