/// Python's `random.Random`: MT19937, its seeding with an integer, and the numbers drawn from it.
///
///     var generator = MersenneTwister(seed: 42)
///     generator.randint(0...2_147_483_647)      // random.Random(42).randint(0, 2147483647)
///
/// Source: Matsumoto and Nishimura, "Mersenne Twister" (1998); CPython's Modules/_randommodule.c and
/// Lib/random.py.
package struct MersenneTwister: Sendable, Hashable {
  private static let size = 624
  private static let middle = 397

  private var state: [UInt32]
  private var position = Self.size

  /// Seeds with the magnitude of an integer, as CPython does.
  package init(seed: Int) {
    let magnitude = UInt64(seed.magnitude)
    let words = [UInt32(truncatingIfNeeded: magnitude), UInt32(truncatingIfNeeded: magnitude >> 32)]
    self.init(key: words[1] == 0 ? [words[0]] : words)
  }

  /// `init_by_array`: mixes a key of any length into the state.
  private init(key: [UInt32]) {
    state = Self.linearState(seed: 19_650_218)
    var target = 1
    for step in 0..<max(Self.size, key.count) {
      mix(&target, multiplier: 1_664_525) { mixed in
        mixed &+ key[step % key.count] &+ UInt32(step % key.count)
      }
    }
    for _ in 1..<Self.size {
      let position = UInt32(target)
      mix(&target, multiplier: 1_566_083_941) { mixed in mixed &- position }
    }
    state[0] = 0x8000_0000
  }

  private static func linearState(seed: UInt32) -> [UInt32] {
    var state = [seed]
    for index in 1..<size {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
    }
    return state
  }

  /// Mixes the word before `target` into it, and moves on to the next; the first word mirrors the last.
  private mutating func mix(_ target: inout Int, multiplier: UInt32, _ finish: (UInt32) -> UInt32) {
    let last = state[target - 1]
    state[target] = finish(state[target] ^ (last ^ last >> 30) &* multiplier)
    target += 1
    if target == Self.size {
      state[0] = state[Self.size - 1]
      target = 1
    }
  }

  /// 32 random bits.
  mutating func next() -> UInt32 {
    if position == Self.size { regenerate() }
    var word = state[position]
    position += 1
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C_5680
    word ^= word << 15 & 0xEFC6_0000
    return word ^ word >> 18
  }

  private mutating func regenerate() {
    for index in 0..<Self.size {
      let joined = state[index] & 0x8000_0000 | state[(index + 1) % Self.size] & 0x7FFF_FFFF
      let twist: UInt32 = joined & 1 == 0 ? 0 : 0x9908_B0DF
      state[index] = state[(index + Self.middle) % Self.size] ^ joined >> 1 ^ twist
    }
    position = 0
  }

  /// `getrandbits`: the lower words first, the bits of the last taken from its top.
  ///
  /// - Precondition: `count` is 1 to 64.
  mutating func bits(_ count: Int) -> UInt64 {
    let low = UInt64(next() >> UInt32(max(32 - count, 0)))
    guard count > 32 else { return low }
    return low | UInt64(next() >> UInt32(64 - count)) << 32
  }

  /// `randint`: a number in a range, by drawing as many bits as its size has until they are below the size.
  ///
  /// - Precondition: the range has fewer than 2⁶⁴ numbers.
  package mutating func randint(_ range: ClosedRange<Int>) -> Int {
    let count = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound)) + 1
    let width = UInt64.bitWidth - count.leadingZeroBitCount
    var drawn = bits(width)
    while drawn >= count { drawn = bits(width) }
    return range.lowerBound &+ Int(truncatingIfNeeded: drawn)
  }
}
