import Foundation

/// The inputs that are kept of a parser: good ones to begin with, and each that it once went wrong at.
struct Corpus {
  let folder: String

  init(_ root: String, parser: String) { folder = root + "/" + parser }

  /// In the order of their names.
  ///
  /// - Throws: where the folder cannot be read.
  func inputs() throws -> [[UInt8]] {
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
      Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    }
  }

  /// - Throws: where it cannot be copied.
  func copy(to root: String) throws {
    guard FileManager.default.fileExists(atPath: folder) else { return }
    try FileManager.default.copyItem(atPath: folder, toPath: root + "/" + (folder as NSString).lastPathComponent)
  }

  /// Keeps an input and returns its path.
  ///
  /// - Throws: where it cannot be written.
  func keep(_ input: [UInt8], found kind: Finding.Kind) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let hash = input.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    let path = "\(folder)/found-\(kind.rawValue)-\(String(hash, radix: 16))"
    try Data(input).write(to: URL(fileURLWithPath: path))
    return path
  }
}

/// An input that a parser went wrong at.
struct Finding {
  enum Kind: String { case crash, hang, memory }
  let kind: Kind
  let number: Int
  let path: String
}
