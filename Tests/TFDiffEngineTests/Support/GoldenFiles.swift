import Foundation

/// The files in `Golden`: numbers that real TensorFlow drew and computed.
enum GoldenFiles {
  enum Failure: Error { case missing(String) }

  /// The bytes of a golden file, such as `rng_tf212.json`.
  static func data(_ name: String) throws -> Data {
    let path = "Golden/" + name
    guard let url = Bundle.module.url(forResource: path, withExtension: nil) else {
      throw Failure.missing(path)
    }
    return try Data(contentsOf: url)
  }

  /// A golden JSON file decoded as it is.
  static func json<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: data(name))
  }
}

/// Numbers nested in arrays to any depth, as `numpy.ndarray.tolist` writes a tensor.
struct NestedNumbers: Decodable {
  /// All numbers in row-major order.
  let flat: [Double]
  let shape: [Int]

  init(from decoder: any Decoder) throws {
    if let number = try? decoder.singleValueContainer().decode(Double.self) {
      (flat, shape) = ([number], [])
      return
    }
    let rows = try decoder.singleValueContainer().decode([NestedNumbers].self)
    flat = rows.flatMap(\.flat)
    shape = [rows.count] + (rows.first?.shape ?? [])
  }

  var floats: [Float] { flat.map(Float.init) }
}

extension GoldenFiles {
  /// Where a golden file is.
  static func path(_ name: String) throws -> String {
    guard let url = Bundle.module.url(forResource: "Golden/" + name, withExtension: nil) else {
      throw Failure.missing(name)
    }
    return url.path
  }
}
