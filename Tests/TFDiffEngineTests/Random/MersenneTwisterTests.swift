import TFDiffEngine
import Testing

/// Protects: seeds that eager execution draws are those of Python's `random.Random`, for any seed and range.
@Suite("Mersenne Twister")
struct MersenneTwisterTests {
  /// What CPython's `random.Random(seed)` gives: four of `randint(0, 2**31 - 1)`, six of `randint(-5, 5)`, two of
  /// `randint(-2**62, 2**62)`, one of `randint(3, 3)`, and the 2000th of `randint(0, 2**31 - 1)` after them.
  struct KnownAnswer: Sendable, CustomTestStringConvertible {
    let seed: Int
    let wide: [Int]
    let narrow: [Int]
    let huge: [Int]
    let last: Int
    var testDescription: String { "seed \(seed)" }
  }

  static let known: [KnownAnswer] = [
    KnownAnswer(
      seed: 0, wide: [1_654_615_998, 1_806_341_205, 173_879_092, 1_112_038_970], narrow: [3, 2, 1, -1, 2, 0],
      huge: [-582_128_898_348_018_157, -2_042_539_547_338_528_650], last: 1_855_152_047),
    KnownAnswer(
      seed: 1, wide: [577_090_037, 271_041_745, 1_095_513_148, 506_456_969], narrow: [2, 2, 2, 5, 1, -2],
      huge: [4_387_680_874_226_200_204, 2_579_017_282_314_613_682], last: 1_709_519_017),
    KnownAnswer(
      seed: 42, wide: [478_163_327, 107_420_369, 1_181_241_943, 1_051_802_512],
      narrow: [-2, -3, -4, 5, 3, -4],
      huge: [3_171_397_913_962_775_657, -4_062_024_289_956_468_493], last: 1_668_247_132),
    KnownAnswer(
      seed: -42, wide: [478_163_327, 107_420_369, 1_181_241_943, 1_051_802_512],
      narrow: [-2, -3, -4, 5, 3, -4],
      huge: [3_171_397_913_962_775_657, -4_062_024_289_956_468_493], last: 1_668_247_132),
    KnownAnswer(
      seed: 4_294_967_296, wide: [485_306_839, 1_508_871_100, 1_794_561_286, 71_624_475],
      narrow: [-5, 4, 0, 3, 2, -5],
      huge: [-3_213_907_396_890_360_326, 3_378_719_092_175_296_524], last: 765_418_510),
    KnownAnswer(
      seed: 1_099_511_627_793, wide: [1_037_313_734, 1_965_542_259, 478_098_445, 1_910_693_568],
      narrow: [1, 2, -3, 1, -4, 5],
      huge: [3_647_319_839_915_834_930, -4_087_225_946_975_867_088], last: 1_985_829_151),
    KnownAnswer(
      seed: 9_223_372_036_854_775_807, wide: [1_359_979_423, 569_878_368, 2_108_559_838, 1_947_612_296],
      narrow: [-4, 2, 4, -1, -3, 0],
      huge: [-2_583_088_698_160_520_156, -1_459_619_802_191_824_367], last: 887_181_764),
    KnownAnswer(
      seed: -9_223_372_036_854_775_808, wide: [1_691_753_470, 899_083_848, 1_039_357_674, 364_023_093],
      narrow: [0, 0, 3, -1, 2, 5],
      huge: [-129_258_693_518_414_211, -1_596_941_121_612_842_077], last: 137_479_445),
    KnownAnswer(
      seed: 19_650_218, wide: [988_895_412, 759_214_038, 1_265_080_185, 449_973_857],
      narrow: [-3, 0, -2, -5, 5, -5],
      huge: [-2_032_673_530_918_089_526, 2_853_482_717_284_501_027], last: 1_698_370_365),
  ]

  @Test("Equals Python's random.Random", arguments: known)
  func equalsPython(answer: KnownAnswer) {
    var generator = MersenneTwister(seed: answer.seed)
    let largest = Int(Int32.max)
    #expect((0..<4).map { _ in generator.randint(0...largest) } == answer.wide)
    #expect((0..<6).map { _ in generator.randint(-5...5) } == answer.narrow)
    #expect((0..<2).map { _ in generator.randint(-(1 << 62)...(1 << 62)) } == answer.huge)
    #expect(generator.randint(3...3) == 3)
    for _ in 1..<2000 { _ = generator.randint(0...largest) }
    #expect(generator.randint(0...largest) == answer.last)
  }
}
