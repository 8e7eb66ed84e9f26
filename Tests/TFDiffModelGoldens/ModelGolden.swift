import Foundation
import TFDiffTensor

/// What real TensorFlow computed for Inception-ResNet-v2.
package struct ModelGolden: Decodable {
  package struct Case: Decodable {
    package let `case`: String
    package let regularization_loss: Double
    package let endpoints: [Endpoint]
    package let initial_values: [String: TensorSummary]
  }
  package struct Endpoint: Decodable {
    package let name: String
    package let statistics: TensorSummary
    package init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      name = try container.decode(String.self)
      statistics = try container.decode(TensorSummary.self)
    }
  }
  package struct VariableRow: Decodable, Equatable {
    package let name: String
    package let shape: [Int]
    package let trainable: Bool
    package init(name: String, shape: [Int], trainable: Bool) {
      self.name = name
      self.shape = shape
      self.trainable = trainable
    }
    package init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      name = try container.decode(String.self)
      shape = try container.decode([Int].self)
      trainable = try container.decode(Bool.self)
    }
  }

  package let cases: [Case]
  package let global_variables_in_creation_order: [VariableRow]

  /// Where the engine's tests keep the files.
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("TFDiffEngineTests/Golden")

  package struct NoSuchCase: Error { let name: String }

  package func named(_ name: String) throws -> Case {
    guard let found = cases.first(where: { $0.case == name }) else { throw NoSuchCase(name: name) }
    return found
  }

  /// Python's JSON writes `NaN` and `Infinity` bare, which JSONDecoder refuses.
  package static func load(_ file: String) throws -> ModelGolden {
    let text = String(decoding: try Data(contentsOf: folder.appendingPathComponent(file)), as: UTF8.self)
      .replacing("-Infinity", with: "\"-inf\"").replacing("Infinity", with: "\"inf\"")
      .replacing("NaN", with: "\"nan\"")
    return try JSONDecoder().decode(ModelGolden.self, from: Data(text.utf8))
  }

  /// `[1, 299, 299, 3]`: ones, or the photograph scaled as Inception's preprocessing does.
  package static func input(_ file: String) throws -> Tensor {
    guard file.contains("photo") else { return Tensor(repeating: Float(1), shape: [1, 299, 299, 3]) }
    let image = try NpyFile.read(folder.appendingPathComponent("photo_299_uint8.npy").path)
    return Tensor(
      image.elements(of: UInt8.self).map { Float($0) / 127.5 - 1 }, shape: image.shape)
  }
}

/// A number that may stand as the text `inf` or `nan`.
package struct LooseNumber: Decodable {
  package let value: Double
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
    } else {
      value = Double(try container.decode(String.self)) ?? .nan
    }
  }
}

/// A tensor's shape, statistics and some of its elements.
package struct TensorSummary: Decodable {
  package let shape: [Int]
  package let min: LooseNumber
  package let max: LooseNumber
  package let mean: LooseNumber
  package let std: LooseNumber
  package let l2: LooseNumber
  package let sample_index: [Int]
  package let sample: [LooseNumber]

  /// The greatest difference of a statistic or a sample, in units of the standard deviation (of the value itself,
  /// where the tensor is constant); the l2 norm counts by element, as a root mean square. Infinite where one
  /// side is finite and the other not.
  package func worstDifference(from tensor: Tensor) -> Double {
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
