import CISAL

/// Decompresses one raw DEFLATE stream (RFC 1951) into memory of a known size, piece by piece, by ISA-L.
final class Inflation {
  /// No stream of so many bytes gives more than this many times as many: 258 bytes for two bits.
  static let greatestRatio = 1032
  /// Compressed bytes to feed at a time; ISA-L counts in 32 bits.
  static let pieceSize = 1 << 20
  /// The same where only the beginning of a stream is wanted.
  static let startPieceSize = 4096
  private static let greatestOutput = 1 << 30

  private let state: UnsafeMutablePointer<inflate_state>
  private let target: UnsafeMutableRawBufferPointer
  private var produced = 0
  /// Whether bytes came after the end of the stream.
  private var isOverfed = false

  init(into target: UnsafeMutableRawBufferPointer) {
    self.target = target
    state = .allocate(capacity: 1)
    UnsafeMutableRawPointer(state).initializeMemory(
      as: UInt8.self, repeating: 0, count: MemoryLayout<inflate_state>.size)
    isal_inflate_init(state)
  }

  deinit { state.deallocate() }

  /// The stream's last block has ended, and nothing came after it.
  var isFinished: Bool { hasEnded && !isOverfed }
  var isFull: Bool { produced == target.count }

  /// False where the stream is damaged, gives more than the target holds, or has ended before.
  func feed(_ piece: [UInt8]) -> Bool {
    piece.withUnsafeBufferPointer { piece in
      state.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress)
      state.pointee.avail_in = UInt32(piece.count)
      while !hasEnded {
        guard let hasAdvanced = advance() else { return false }
        if !hasAdvanced { return state.pointee.avail_in == 0 }
      }
      // Bits taken into the register beyond the stream's end count as whole bytes.
      isOverfed = state.pointee.avail_in > 0 || state.pointee.read_in_length >= 8
      return !isOverfed
    }
  }

  private var hasEnded: Bool { state.pointee.block_state == ISAL_BLOCK_FINISH }

  /// Whether the stream went on; nil where it is damaged or larger than the target.
  private func advance() -> Bool? {
    let room = min(target.count - produced, Self.greatestOutput)
    let before = state.pointee.avail_in
    // A stream that is done needs no room, and one that is not shows itself by giving one more byte.
    var spare: UInt8 = 0
    let (code, got) = withUnsafeMutablePointer(to: &spare) { spare in
      let start = target.baseAddress.map { ($0 + produced).assumingMemoryBound(to: UInt8.self) }
      state.pointee.next_out = room > 0 ? start : spare
      state.pointee.avail_out = UInt32(max(room, 1))
      return (isal_inflate(state), max(room, 1) - Int(state.pointee.avail_out))
    }
    guard code == ISAL_DECOMP_OK, room > 0 || got == 0 else { return nil }
    produced += got
    return hasEnded || got > 0 || state.pointee.avail_in < before
  }
}
