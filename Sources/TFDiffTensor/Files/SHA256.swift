/// SHA-256 as FIPS 180-4 has it, for telling inputs from others in the words that `sha256sum` and Python's hashlib have too.
package struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  /// What is left of the bytes that make no whole block.
  private var rest: [UInt8] = []
  private var count: UInt64 = 0
  private static let block = 64

  package init() {}

  /// Takes in further bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    count += UInt64(bytes.count)
    var start = 0
    if !rest.isEmpty {
      start = min(Self.block - rest.count, bytes.count)
      rest += bytes[..<start]
      guard rest.count == Self.block else { return }
      rest.withUnsafeBytes { Self.compress($0, 0, &state) }
      rest = []
    }
    while start + Self.block <= bytes.count {
      Self.compress(bytes, start, &state)
      start += Self.block
    }
    rest += bytes[start...]
  }

  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The digest in hexadecimal.
  package func hexadecimal() -> String {
    digest.map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined()
  }

  /// The digest's 32 bytes.
  package var digest: [UInt8] {
    var last = self
    let length = count &* 8
    let padding = (Self.block + 55 - Int(count % 64)) % Self.block
    last.update([0x80] + [UInt8](repeating: 0, count: padding))
    last.update((0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) })
    return last.state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
  }

  private static func compress(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ state: inout [UInt32]) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: block) { words in
      for place in 0..<16 {
        words[place] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 4 * place, as: UInt32.self))
      }
      for place in 16..<block {
        let (early, late) = (words[place - 15], words[place - 2])
        let first = rotated(early, 7) ^ rotated(early, 18) ^ (early >> 3)
        let second = rotated(late, 17) ^ rotated(late, 19) ^ (late >> 10)
        words[place] = words[place - 16] &+ first &+ words[place - 7] &+ second
      }
      mix(words, &state)
    }
  }

  private static func mix(_ words: UnsafeMutableBufferPointer<UInt32>, _ state: inout [UInt32]) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for place in 0..<block {
      let choice = (e & f) ^ (~e & g)
      let upper = h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ constants[place] &+ words[place]
      let majority = (a & b) ^ (a & c) ^ (b & c)
      let lower = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
      (h, g, f, e) = (g, f, e, d &+ upper)
      (d, c, b, a) = (c, b, a, upper &+ lower)
    }
    for (place, value) in [a, b, c, d, e, f, g, h].enumerated() { state[place] &+= value }
  }

  @inline(__always)
  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { (word >> count) | (word << (32 - count)) }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}

extension Tensor {
  /// Of its type, shape and elements as the probe's `preflight.py` writes them before its digest: `<f4 [1, 2] ` and the bytes.
  package var sha256: String {
    var digest = SHA256()
    digest.update(Array("\(dtype.numPyName) \(shape.dimensions) ".utf8))
    withExtendedLifetime(storage) { digest.update(bytes) }
    return digest.hexadecimal()
  }
}

extension DType {
  /// As NumPy's `dtype.str` has it on a little-endian machine.
  fileprivate var numPyName: String {
    switch self {
    case .float32: "<f4"
    case .float64: "<f8"
    case .int32: "<i4"
    case .int64: "<i8"
    case .uint8: "|u1"
    case .bool: "|b1"
    }
  }
}
