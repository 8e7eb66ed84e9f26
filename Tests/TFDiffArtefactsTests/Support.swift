import Foundation
import TFDiffTensor

/// The files that real TensorFlow and NumPy wrote, and what they read from them.
enum Fixtures {
  static let folder = Bundle.module.bundlePath + "/Fixtures/"

  struct Array: Decodable {
    let dtype: String
    let shape: [Int]
    /// Of the little-endian bytes, for the types that are read here.
    let crc32: UInt32?
    let first: [String]?
  }

  struct Variable: Decodable, Hashable {
    let name, key, path: String
  }

  struct Expected: Decodable {
    let checkpoints: [String: [String: Array]]
    let variables: [String: [Variable]]
    let archives: [String: [String: Array]]
  }

  static func expected() throws -> Expected {
    try JSONDecoder().decode(Expected.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "expected.json")))
  }
}

extension Tensor {
  /// As `expected.json` has it.
  var crc32: UInt32 { withExtendedLifetime(storage) { Checksum.crc32(bytes) } }
}

/// A folder that is there while `body` runs.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.path + "/tfdiff-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// Copies of some fixtures' files, by their names without the folder.
func withCopies<Result>(of paths: [String], _ body: (String) throws -> Result) throws -> Result {
  try withTemporaryFolder { folder in
    for path in paths {
      let name = URL(fileURLWithPath: path).lastPathComponent
      try FileManager.default.copyItem(atPath: Fixtures.folder + path, toPath: folder + "/" + name)
    }
    return try body(folder)
  }
}

func contents(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

/// Changes single bytes of a file in place.
final class PatchedFile {
  private let handle: FileHandle

  init(_ path: String) throws { handle = try FileHandle(forUpdating: URL(fileURLWithPath: path)) }

  func set(_ byte: UInt8, at offset: Int) throws {
    try handle.seek(toOffset: UInt64(offset))
    try handle.write(contentsOf: [byte])
  }
}

/// Knuth's MMIX generator: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}
