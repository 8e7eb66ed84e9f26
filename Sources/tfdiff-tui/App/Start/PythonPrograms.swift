import Foundation

/// Python files in a folder that have both sides in them, as `debug` takes them.
struct PythonPrograms {
  let folder: String

  /// Files are read no further, and no more of them: a folder of a person's own has few.
  private static let (mostFiles, mostBytes) = (500, 1 << 18)

  /// Their names, in order.
  func names() -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".py") }.sorted().prefix(Self.mostFiles).filter(hasBothSides)
  }

  private func hasBothSides(_ name: String) -> Bool {
    guard let handle = FileHandle(forReadingAtPath: "\(folder)/\(name)") else { return false }
    defer { try? handle.close() }
    guard let data = try? handle.read(upToCount: Self.mostBytes) else { return false }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    func has(_ prefix: String) -> Bool {
      lines.contains { $0.hasPrefix("def \(prefix)_") || $0.hasPrefix("\(prefix)_") }
    }
    return has("tf1") && has("tf2")
  }
}
