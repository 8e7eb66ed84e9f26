import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: random operations with a seed pair draw TensorFlow 2.12's numbers to the bit, on any number of threads.
@Suite("Raw random operations")
struct RawDrawTests {
  /// One draw of a golden row.
  struct Draw: Decodable, Sendable {
    let shape: [Int]
    let dtype: String
    let sha256: String
    let first: [Double]
  }

  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    let dist: String
    let seed: Int
    let seed2: Int
    let shape: [Int]
    let run1: Draw
    let run2: Draw

    var testDescription: String { "\(dist) (\(seed), \(seed2)) \(shape)" }

    func node() throws -> RandomNode {
      let seeds = SeedPair(seed, seed2)
      switch dist {
      case "uniform_f32": return try RandomNode("RandomUniform", seeds)
      case "uniform_f64": return try RandomNode("RandomUniform", dtype: .float64, seeds)
      case "normal_f32": return try RandomNode("RandomStandardNormal", seeds)
      case "truncated_normal_f32": return try RandomNode("TruncatedNormal", seeds)
      case "uniform_int_i32_m5_17":
        let range = [Tensor(scalar: Int32(-5)), Tensor(scalar: Int32(17))]
        return try RandomNode("RandomUniformInt", seeds, range: range)
      default: throw GoldenFiles.Failure.missing(dist)
      }
    }
  }

  struct File: Decodable { let raw: [Row] }

  static let rows: [Row] = (try? GoldenFiles.json("rng_tf212.json", as: File.self).raw) ?? []

  @Test("The golden file has all its rows")
  func rowCount() {
    #expect(Self.rows.count == 175)
    #expect(KnownDraws.all.count == 56)
  }

  @Test("First and second runs equal TensorFlow 2.12's to the bit", arguments: rows)
  func equalsTensorFlow(row: Row) throws {
    let node = try row.node()
    for expected in [row.run1, row.run2] {
      let tensor = try node.run(row.shape)
      #expect(tensor.shape.dimensions == expected.shape)
      #expect(tensor.dtype.rawValue == expected.dtype)
      #expect(Array(tensor.doubles.prefix(expected.first.count)) == expected.first)
      #expect(tensor.sha256Digest == expected.sha256)
    }
  }

  @Test(
    "Sizes around the boundaries of groups and batches equal TensorFlow 2.12's", arguments: KnownDraws.all)
  func oddSizes(known: KnownDraws) throws {
    let node = try known.node()
    for digest in [known.run1, known.run2] {
      try #expect(node.run([known.count]).sha256Digest == digest)
    }
  }

  @Test(
    "The number of threads does not change a bit",
    arguments: ["RandomUniform", "RandomStandardNormal", "TruncatedNormal"])
  func threadIndependence(type: String) throws {
    for dtype in [DType.float32, .float64] {
      for count in [16_383, 16_384, 32_768, 65_537, 100_003] {
        let alone = try RandomNode(type, dtype: dtype, SeedPair(3, 4)).run([count], threads: 1)
        for threads in [2, 3, 5, 16] {
          let together = try RandomNode(type, dtype: dtype, SeedPair(3, 4)).run([count], threads: threads)
          #expect(together.isIdentical(to: alone), "\(dtype) \(count) on \(threads) threads")
        }
      }
    }
  }

  @Test("The pair (0, 0) draws other numbers each time, another pair the same")
  func nondeterminism() throws {
    func fresh(_ pair: SeedPair) throws -> Tensor { try RandomNode("RandomUniform", pair).run([64]) }
    try #expect(!fresh(.nondeterministic).isIdentical(to: fresh(.nondeterministic)))
    try #expect(fresh(SeedPair(0, 1)).isIdentical(to: fresh(SeedPair(0, 1))))
  }
}

extension Tensor {
  /// The SHA-256 digest of the bytes of all elements.
  fileprivate var sha256Digest: String { withExtendedLifetime(storage) { TFDiffEngineTests.sha256(bytes) } }
}
