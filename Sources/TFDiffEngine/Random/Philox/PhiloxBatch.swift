/// The samples at `width` counters, computed together in vector registers.
///
/// Each 32-bit word sits in a 64-bit lane, since the vector multiplication that yields a whole product takes its
/// operands from there. What is left in the upper half of a lane is ignored by the next multiplication, so it is
/// cleared only at the end.
package struct PhiloxBatch {
  package typealias Lanes = SIMD4<UInt64>

  package static let width = Lanes.scalarCount

  /// Words 0 and 1, and words 2 and 3, of each sample.
  private let front: Lanes
  private let back: Lanes

  /// The samples at `counter`, `counter + stride`, `counter + 2·stride`, … of a generator.
  @inline(__always)
  package init(_ generator: PhiloxRandom, stride: UInt64 = 1) {
    let low = Lanes(repeating: generator.counterLow) &+ Lanes(0, 1, 2, 3) &* Lanes(repeating: stride)
    var high = Lanes(repeating: generator.counterHigh)
    if low[Self.width - 1] < generator.counterLow {
      high = high.replacing(with: high &+ 1, where: low .< Lanes(repeating: generator.counterLow))
    }
    (front, back) = Self.rounds(low, high, key: generator.key)
  }

  /// The sample of one of the counters.
  @inline(__always)
  package subscript(lane: Int) -> PhiloxRandom.Sample {
    unsafeBitCast(SIMD2(front[lane], back[lane]), to: PhiloxRandom.Sample.self)
  }

  @inline(__always)
  private static func rounds(_ low: Lanes, _ high: Lanes, key: UInt64) -> (Lanes, Lanes) {
    let lower = Lanes(repeating: 0xFFFF_FFFF)
    let multiplierA = Lanes(repeating: UInt64(PhiloxRandom.multiplierA))
    let multiplierB = Lanes(repeating: UInt64(PhiloxRandom.multiplierB))
    var word0 = low
    var word1 = low &>> 32
    var word2 = high
    var word3 = high &>> 32
    var keyA = UInt32(truncatingIfNeeded: key)
    var keyB = UInt32(truncatingIfNeeded: key &>> 32)
    for _ in 0..<PhiloxRandom.roundCount {
      let a = (word0 & lower) &* multiplierA
      let b = (word2 & lower) &* multiplierB
      word0 = (b &>> 32) ^ word1 ^ Lanes(repeating: UInt64(keyA))
      word1 = b
      word2 = (a &>> 32) ^ word3 ^ Lanes(repeating: UInt64(keyB))
      word3 = a
      keyA &+= PhiloxRandom.keyStepA
      keyB &+= PhiloxRandom.keyStepB
    }
    return ((word0 & lower) | (word1 &<< 32), (word2 & lower) | (word3 &<< 32))
  }
}
