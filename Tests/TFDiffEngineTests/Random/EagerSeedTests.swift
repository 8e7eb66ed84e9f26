import TFDiffEngine
import Testing

/// Protects: eager operations after `set_seed` draw TensorFlow 2.12's sequence, and the same one after each reset.
@Suite("Eager random state")
struct EagerSeedTests {
  struct Sequence: Decodable, Sendable {
    let seed: Int
    let unseeded: [[Float]]
    let operationSeed5: [[Float]]
    let normal: [Float]
    let afterReset: [Float]

    enum CodingKeys: String, CodingKey {
      case seed = "global_seed"
      case unseeded = "three_uniform3_unseeded"
      case operationSeed5 = "then_two_uniform3_op_seed5"
      case normal = "then_normal3"
      case afterReset = "after_reset_uniform3"
    }
  }

  struct File: Decodable {
    let sequences: [Sequence]
    enum CodingKeys: String, CodingKey { case sequences = "eager_set_seed" }
  }

  static let sequences = (try? GoldenFiles.json("rng_tf212.json", as: File.self).sequences) ?? []

  @Test("The golden file has all its sequences")
  func sequenceCount() {
    #expect(Self.sequences.map(\.seed) == [0, 1, 42, 1234])
  }

  @Test(
    "Operations after set_seed draw what TensorFlow 2.12's draw, and again after a reset",
    arguments: sequences)
  func sequence(golden: Sequence) throws {
    var eager = EagerRandomness()
    eager.seeds.setSeed(golden.seed)
    #expect(golden.unseeded.count == 3 && golden.operationSeed5.count == 2)
    for expected in golden.unseeded { try #expect(eager.draw("RandomUniform", [3]) == expected) }
    for expected in golden.operationSeed5 {
      try #expect(eager.draw("RandomUniform", [3], seed: 5) == expected)
    }
    try #expect(eager.draw("RandomStandardNormal", [3]) == golden.normal)
    eager.seeds.setSeed(golden.seed)
    try #expect(eager.draw("RandomUniform", [3]) == golden.afterReset)
  }

  @Test("set_seed drops the kernels, so that an operation's own seed starts afresh")
  func resetStartsStreamsAfresh() throws {
    var eager = EagerRandomness()
    eager.seeds.setSeed(1)
    let first = try eager.draw("RandomUniform", [3], seed: 5)
    try #expect(eager.draw("RandomUniform", [3], seed: 5) != first)
    eager.seeds.setSeed(1)
    try #expect(eager.draw("RandomUniform", [3], seed: 5) == first)
  }
}
