import Foundation

/// The files of which the debugger shows a few lines.
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

  private static func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
}
