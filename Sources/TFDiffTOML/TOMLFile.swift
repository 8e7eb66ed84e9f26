import Foundation

/// The text of files that people write: the configuration, themes.
public enum TOMLFile {
  /// Why a file that is there gives no text.
  public enum Fault: Error, Sendable, Hashable {
    case folder
    /// The system's words.
    case unreadable(String)
    case notUTF8
  }

  /// A file's text, in which nothing has been replaced; nil where there is no such file.
  ///
  /// - Throws: ``Fault``.
  public static func text(_ path: String) throws(Fault) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    if isFolder.boolValue { throw .folder }
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadable(error.localizedDescription)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    return text
  }
}

extension TOMLFile.Fault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .folder: "cannot be read: it is a folder"
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .notUTF8: "is not UTF-8 text"
    }
  }
}
