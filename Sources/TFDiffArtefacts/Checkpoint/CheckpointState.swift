import TFDiffTensor

/// The file in which a folder's latest checkpoint is named, a `CheckpointState` in protobuf's text format.
///
/// Source: tensorflow/python/training/checkpoint_state.proto; checkpoint_management.py writes it.
struct CheckpointState {
  static let fileName = "checkpoint"
  private static let field = "model_checkpoint_path"
  /// Hundreds of thousands of paths; a file that is larger is something else.
  private static let greatestSize = 16 << 20

  let latest: String

  /// Nil where the file does not name a checkpoint.
  ///
  /// - Throws: ``CheckpointError/file(_:)``.
  init?(_ path: String) throws(CheckpointError) {
    let file = try RandomAccessFile.opening(path)
    guard file.byteCount <= Self.greatestSize else { return nil }
    let lines = try file.part(0..<file.byteCount).split(separator: UInt8(ascii: "\n"))
    guard let latest = lines.lazy.compactMap(Self.path).first else { return nil }
    self.latest = latest
  }

  /// The path that a line of the field has.
  private static func path(_ line: ArraySlice<UInt8>) -> String? {
    let line = line.drop(while: isBlank)
    guard line.starts(with: field.utf8) else { return nil }
    let value = line.dropFirst(field.utf8.count).drop(while: isBlank)
    guard value.first == UInt8(ascii: ":") else { return nil }
    let quoted = value.dropFirst().drop(while: isBlank)
    guard let quote = quoted.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    return unescaped(quoted.dropFirst(), until: quote)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  /// A string of protobuf's text format: `\"` and the like, and bytes as three octal digits.
  private static func unescaped(_ bytes: ArraySlice<UInt8>, until quote: UInt8) -> String? {
    var result: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == quote { return result.isEmpty ? nil : String(validating: result, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      let digits = rest.prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
      if digits.isEmpty {
        guard let escaped = rest.popFirst() else { return nil }
        result.append(escaped)
      } else {
        result.append(digits.reduce(0) { $0 &* 8 &+ ($1 - UInt8(ascii: "0")) })
        rest = rest.dropFirst(digits.count)
      }
    }
    return nil
  }
}
