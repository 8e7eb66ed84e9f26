import Foundation

/// The files that the program reads: those of which the debugger shows a few lines, and those of settings.
enum SourceFile {
  /// The most bytes of a file that is written by hand.
  private static let limit = 8 << 20

  /// A file's text; nil where it is no ordinary file, is too large, or cannot be read.
  static func text(_ path: String) -> String? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(path))
    guard attributes?[.type] as? FileAttributeType == .typeRegular,
      let size = attributes?[.size] as? Int, size <= limit,
      let data = FileManager.default.contents(atPath: path)
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }

  /// The text of a file of settings; nil where there is none.
  ///
  /// - Throws: where it cannot be read.
  static func settings(_ path: String) throws -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  private static func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
}
