/// The counter-based generator Philox 4x32-10: a key of 64 bits, a counter of 128, and for each value of the
/// counter one sample of four 32-bit words.
///
///     var generator = PhiloxRandom(seed: 42, seed2: 0)
///     let words = generator.next()      // the sample at the counter, which then advances by one
///     generator.skip(1000)              // as a thousand calls of next()
///
/// Source: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3" (2011), with the seeding of
/// tensorflow/tsl/lib/random/philox_random.h.
public struct PhiloxRandom: Sendable, Hashable {
  /// Four words of 32 random bits.
  public typealias Sample = SIMD4<UInt32>

  /// The multipliers and the key increments the paper recommends.
  static let multiplierA: UInt32 = 0xD251_1F53
  static let multiplierB: UInt32 = 0xCD9E_8D57
  static let keyStepA: UInt32 = 0x9E37_79B9
  static let keyStepB: UInt32 = 0xBB67_AE85
  static let roundCount = 10

  package let key: UInt64
  /// The lower and the upper half of the counter.
  package private(set) var counterLow: UInt64
  package private(set) var counterHigh: UInt64

  package init(key: UInt64, counterLow: UInt64, counterHigh: UInt64) {
    self.key = key
    self.counterLow = counterLow
    self.counterHigh = counterHigh
  }

  /// TensorFlow's seeding: `seed` is the key, `seed2` the upper half of the counter.
  public init(seed: Int, seed2: Int) {
    self.init(
      key: UInt64(bitPattern: Int64(seed)), counterLow: 0, counterHigh: UInt64(bitPattern: Int64(seed2)))
  }

  /// Advances the counter by `count` samples.
  public mutating func skip(_ count: UInt64) {
    let (low, carry) = counterLow.addingReportingOverflow(count)
    counterLow = low
    if carry { counterHigh &+= 1 }
  }

  /// The generator `count` samples further on.
  package func skipping(_ count: Int) -> PhiloxRandom {
    var generator = self
    generator.skip(UInt64(count))
    return generator
  }

  /// The sample at the counter, which then advances by one.
  public mutating func next() -> Sample {
    // Scalars: taking each word out of a vector and back would cost more than the arithmetic.
    var word0 = UInt32(truncatingIfNeeded: counterLow)
    var word1 = UInt32(truncatingIfNeeded: counterLow >> 32)
    var word2 = UInt32(truncatingIfNeeded: counterHigh)
    var word3 = UInt32(truncatingIfNeeded: counterHigh >> 32)
    var keyA = UInt32(truncatingIfNeeded: key)
    var keyB = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<Self.roundCount {
      let first = Self.multiplierA.multipliedFullWidth(by: word0)
      let second = Self.multiplierB.multipliedFullWidth(by: word2)
      (word0, word1) = (second.high ^ word1 ^ keyA, second.low)
      (word2, word3) = (first.high ^ word3 ^ keyB, first.low)
      keyA &+= Self.keyStepA
      keyB &+= Self.keyStepB
    }
    skip(1)
    return Sample(word0, word1, word2, word3)
  }
}
