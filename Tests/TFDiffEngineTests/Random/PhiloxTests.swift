import TFDiffEngine
import Testing

/// Protects: the Philox generator gives Random123's numbers across every carry, and a reservation or
/// skip lands where drawing would.
@Suite("Philox")
struct PhiloxTests {
  /// The vectors for `philox4x32 10` in Random123's tests/kat_vectors: counter, key, sample.
  @Test(
    "Random123's known answers",
    arguments: [
      (
        [0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
      ),
      (
        [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt64], [UInt64], [UInt32])])
  func knownAnswers(counter: [UInt64], key: [UInt64], sample: [UInt32]) {
    var generator = PhiloxRandom(
      key: key[1] << 32 | key[0], counterLow: counter[1] << 32 | counter[0],
      counterHigh: counter[3] << 32 | counter[2])
    #expect(PhiloxBatch(generator)[0] == SIMD4(sample))
    #expect(generator.next() == SIMD4(sample))
  }

  /// Counters where a carry crosses each of the four words inside a batch, and where none does.
  static let starts: [(low: UInt64, high: UInt64)] = [
    (0, 0), (5, .max), (0xffff_fffe, 0), (0xffff_ffff, 7), (.max - 1, 3), (.max, 0xffff_ffff),
    (.max - 2, .max),
    (.max - 100, 1), (.max - 128, 2),
  ]

  @Test("A batch has the samples of its counters, across every carry", arguments: [1, 2, 64, 128])
  func batchEqualsSingle(stride: UInt64) {
    for start in Self.starts {
      let generator = PhiloxRandom(key: 0x0123_4567_89ab_cdef, counterLow: start.low, counterHigh: start.high)
      let batch = PhiloxBatch(generator, stride: stride)
      for lane in 0..<PhiloxBatch.width {
        var single = generator
        for _ in 0..<lane { single.skip(stride) }
        #expect(batch[lane] == single.next(), "lane \(lane) from \(start)")
      }
    }
  }

  @Test("Skipping is as drawing, and carries into the upper half")
  func skip() {
    var drawn = PhiloxRandom(key: 1, counterLow: .max - 3, counterHigh: .max)
    var skipped = drawn
    for _ in 0..<10 { _ = drawn.next() }
    skipped.skip(10)
    #expect(skipped == drawn)
    #expect((skipped.counterLow, skipped.counterHigh) == (6, 0))
  }

  @Test("Each reservation begins 256 samples an element behind the last")
  func reservations() {
    let guarded = GuardedPhiloxRandom(SeedPair(11, 12))
    #expect(guarded.reserve(elementCount: 3) == PhiloxRandom(seed: 11, seed2: 12))
    #expect(guarded.reserve(elementCount: 1) == PhiloxRandom(key: 11, counterLow: 768, counterHigh: 12))
    #expect(guarded.reserve(elementCount: 0) == PhiloxRandom(key: 11, counterLow: 1024, counterHigh: 12))
  }
}
