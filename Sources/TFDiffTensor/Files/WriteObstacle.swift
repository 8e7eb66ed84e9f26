import Foundation

/// Why no file can be written at a path, as far as that can be known before anything is written.
public enum WriteObstacle: Sendable, Hashable {
  case noFolder(String)
  case notAFolder(String)
  case isAFolder
  case notWritable(folder: String)
}

extension WriteObstacle: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noFolder(let folder): "there is no folder \(folder); make it with: mkdir -p \(folder)"
    case .notAFolder(let folder): "\(folder) is not a folder; name a file in a folder"
    case .isAFolder: "this is a folder; name a file in it"
    case .notWritable(let folder): "no permission to write in \(folder); name a file in a folder of your own"
    }
  }
}

extension AtomicFile {
  /// What stands in the way of writing a file there, to be asked before long work whose result it is to keep.
  public static func obstacle(at path: String) -> WriteObstacle? {
    let files = FileManager.default
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: folder, isDirectory: &isFolder) else { return .noFolder(folder) }
    guard isFolder.boolValue else { return .notAFolder(folder) }
    if files.fileExists(atPath: path, isDirectory: &isFolder) {
      if isFolder.boolValue { return .isAFolder }
      // A device or a pipe is written to where it is.
      if FileKind(path) == .other { return nil }
    }
    return files.isWritableFile(atPath: folder) ? nil : .notWritable(folder: folder)
  }
}
