import Foundation
import TFDiffTensor

/// What real TensorFlow computed for Inception-ResNet-v2.
struct ModelGolden: Decodable {
  struct Case: Decodable {
    let `case`: String
    let regularization_loss: Double
    let endpoints: [Endpoint]
    let initial_values: [String: TensorSummary]
  }
  struct Endpoint: Decodable {
    let name: String
    let statistics: TensorSummary
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      name = try container.decode(String.self)
      statistics = try container.decode(TensorSummary.self)
    }
  }
  struct VariableRow: Decodable, Equatable {
    let name: String
    let shape: [Int]
    let trainable: Bool
    init(name: String, shape: [Int], trainable: Bool) {
      self.name = name
      self.shape = shape
      self.trainable = trainable
    }
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      name = try container.decode(String.self)
      shape = try container.decode([Int].self)
      trainable = try container.decode(Bool.self)
    }
  }

  let cases: [Case]
  let global_variables_in_creation_order: [VariableRow]

  struct NoSuchCase: Error { let name: String }

  func named(_ name: String) throws -> Case {
    guard let found = cases.first(where: { $0.case == name }) else { throw NoSuchCase(name: name) }
    return found
  }

  /// Python's JSON writes `NaN` and `Infinity` bare, which JSONDecoder refuses.
  static func load(_ file: String) throws -> ModelGolden {
    let text = String(decoding: try GoldenFiles.data(file), as: UTF8.self)
      .replacing("-Infinity", with: "\"-inf\"").replacing("Infinity", with: "\"inf\"")
      .replacing("NaN", with: "\"nan\"")
    return try JSONDecoder().decode(ModelGolden.self, from: Data(text.utf8))
  }

  /// `[1, 299, 299, 3]`: ones, or the photograph scaled as Inception's preprocessing does.
  static func input(_ file: String) throws -> Tensor {
    guard file.contains("photo") else { return Tensor(repeating: Float(1), shape: [1, 299, 299, 3]) }
    let image = try NpyFile.read(GoldenFiles.path("photo_299_uint8.npy"))
    return Tensor(
      image.elements(of: UInt8.self).map { Float($0) / 127.5 - 1 }, shape: image.shape)
  }
}

/// A number that may stand as the text `inf` or `nan`.
struct LooseNumber: Decodable {
  let value: Double
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
    } else {
      value = Double(try container.decode(String.self)) ?? .nan
    }
  }
}

/// A tensor's shape, statistics and some of its elements.
struct TensorSummary: Decodable {
  let shape: [Int]
  let min: LooseNumber
  let max: LooseNumber
  let mean: LooseNumber
  let std: LooseNumber
  let l2: LooseNumber
  let sample_index: [Int]
  let sample: [LooseNumber]

  /// The greatest difference of a statistic or a sample, in units of the standard deviation (of the value itself,
  /// where the tensor is constant); the l2 norm counts by element, as a root mean square. Infinite where one
  /// side is finite and the other not.
  func worstDifference(from tensor: Tensor) -> Double {
    guard tensor.shape.dimensions == shape else { return .infinity }
    let found = Statistics(of: tensor)
    let root = Double(tensor.elementCount).squareRoot()
    var pairs = [
      (min.value, found.min), (max.value, found.max), (mean.value, found.mean), (std.value, found.std),
      (l2.value / root, found.l2 / root),
    ]
    pairs += zip(sample_index, sample).map { ($1.value, tensor.value(at: $0)) }
    let scale = std.value.isFinite && std.value > 1e-6 * mean.value.magnitude ? std.value : mean.value.magnitude
    return pairs.map { expected, found in
      if expected == found || (expected.isNaN && found.isNaN) { return 0 }
      // Of a tensor with infinities NumPy's standard deviation is NaN, as ours is.
      guard expected.isFinite, found.isFinite else { return .infinity }
      return (expected - found).magnitude / Swift.max(scale, .leastNormalMagnitude)
    }.max() ?? 0
  }
}
