/// The SHA-256 digest of bytes, in hexadecimal.
///
/// Written with raw pointers, since tests are compiled without optimization and hash some thirty megabytes.
/// Source: FIPS 180-4.
func sha256(_ bytes: UnsafeRawBufferPointer) -> String {
  var hash = SHA256()
  let wholeBlocks = bytes.count / 64
  for block in 0..<wholeBlocks {
    hash.absorb(UnsafeRawBufferPointer(rebasing: bytes[block * 64..<block * 64 + 64]))
  }
  var tail = Array(bytes[(wholeBlocks * 64)...]) + [0x80]
  while tail.count % 64 != 56 { tail.append(0) }
  withUnsafeBytes(of: UInt64(bytes.count * 8).bigEndian) { tail += $0 }
  tail.withUnsafeBytes { tail in
    for start in stride(from: 0, to: tail.count, by: 64) {
      hash.absorb(UnsafeRawBufferPointer(rebasing: tail[start..<start + 64]))
    }
  }
  return hash.hexadecimal
}

func sha256(_ text: String) -> String { Array(text.utf8).withUnsafeBytes { sha256($0) } }

private struct SHA256 {
  /// The fractional parts of the cube roots of the first 64 primes.
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

  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]

  var hexadecimal: String {
    state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// Mixes 64 bytes into the state.
  mutating func absorb(_ block: UnsafeRawBufferPointer) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      guard let words = schedule.baseAddress, let bytes = block.baseAddress else { return }
      for index in 0..<16 {
        words[index] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
      }
      var index = 16
      while index < 64 {
        let a = words[index &- 15]
        let b = words[index &- 2]
        let low = (a &>> 7 | a &<< 25) ^ (a &>> 18 | a &<< 14) ^ a &>> 3
        let high = (b &>> 17 | b &<< 15) ^ (b &>> 19 | b &<< 13) ^ b &>> 10
        words[index] = words[index &- 16] &+ low &+ words[index &- 7] &+ high
        index &+= 1
      }
      compress(words)
    }
  }

  private mutating func compress(_ words: UnsafeMutablePointer<UInt32>) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    Self.constants.withUnsafeBufferPointer { constants in
      guard let constants = constants.baseAddress else { return }
      var index = 0
      while index < 64 {
        let sumE = (e &>> 6 | e &<< 26) ^ (e &>> 11 | e &<< 21) ^ (e &>> 25 | e &<< 7)
        let first = h &+ sumE &+ (e & f ^ ~e & g) &+ constants[index] &+ words[index]
        let sumA = (a &>> 2 | a &<< 30) ^ (a &>> 13 | a &<< 19) ^ (a &>> 22 | a &<< 10)
        let second = sumA &+ (a & b ^ a & c ^ b & c)
        h = g
        g = f
        f = e
        e = d &+ first
        d = c
        c = b
        b = a
        a = first &+ second
        index &+= 1
      }
    }
    for (position, word) in [a, b, c, d, e, f, g, h].enumerated() { state[position] &+= word }
  }
}
