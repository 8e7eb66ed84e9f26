import TFDiffEngine
import TFDiffTensor
import Testing

/// What TensorFlow 2.12.1 drew in a fresh session, first run and second, as SHA-256: sizes around the boundaries of groups
/// and batches, with element types, ranges and seeds that the other rows of the golden file have not.
struct KnownDraws: Decodable, Sendable, CustomTestStringConvertible {
  let op: String
  let dtype: String
  let seed: Int
  let seed2: Int
  /// `minval` and `maxval`, for whole numbers.
  let range: [Int]?
  let count: Int
  let run1: String
  let run2: String

  struct File: Decodable { let sizes: [KnownDraws] }

  static let all: [KnownDraws] = (try? GoldenFiles.json("rng_tf212.json", as: File.self).sizes) ?? []

  var testDescription: String { "\(op) \(dtype) [\(count)]" }

  func node() throws -> RandomNode {
    let type = try #require(DType(rawValue: dtype))
    let limits = (range ?? []).map { type == .int64 ? Tensor(scalar: Int64($0)) : Tensor(scalar: Int32($0)) }
    return try RandomNode(op, dtype: type, SeedPair(seed, seed2), range: limits)
  }
}
