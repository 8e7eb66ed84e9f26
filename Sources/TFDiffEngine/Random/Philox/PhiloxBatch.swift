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

  /// The ten rounds are written out: as a loop they take twice as long.
  @inline(__always)
  private static func rounds(_ low: Lanes, _ high: Lanes, key: UInt64) -> (Lanes, Lanes) {
    let lower = Lanes(repeating: 0xFFFF_FFFF)
    var words = Words(low, low &>> 32, high, high &>> 32)
    words.round(0, key)
    words.round(1, key)
    words.round(2, key)
    words.round(3, key)
    words.round(4, key)
    words.round(5, key)
    words.round(6, key)
    words.round(7, key)
    words.round(8, key)
    words.round(9, key)
    return ((words.a & lower) | (words.b &<< 32), (words.c & lower) | (words.d &<< 32))
  }

  /// The four words of each counter.
  private struct Words {
    var a: Lanes
    var b: Lanes
    var c: Lanes
    var d: Lanes

    @inline(__always)
    init(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes) {
      (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    @inline(__always)
    mutating func round(_ number: UInt32, _ key: UInt64) {
      let lower = Lanes(repeating: 0xFFFF_FFFF)
      let keyA = UInt32(truncatingIfNeeded: key) &+ number &* PhiloxRandom.keyStepA
      let keyB = UInt32(truncatingIfNeeded: key &>> 32) &+ number &* PhiloxRandom.keyStepB
      let first = (a & lower) &* Lanes(repeating: UInt64(PhiloxRandom.multiplierA))
      let second = (c & lower) &* Lanes(repeating: UInt64(PhiloxRandom.multiplierB))
      a = (second &>> 32) ^ b ^ Lanes(repeating: UInt64(keyA))
      b = second
      c = (first &>> 32) ^ d ^ Lanes(repeating: UInt64(keyB))
      d = first
    }
  }
}
