import Foundation

/// Why no file can be written at a path, as far as that can be known before anything is written.
public enum WriteObstacle: Sendable, Hashable {
  case noFolder(String)
  case notAFolder(String)
  case isAFolder
  case notWritable(folder: String)
  /// What the system, or the kind of thing that is there, does not allow.
  case impossible(WriteFault)
}

extension WriteObstacle: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noFolder(let folder): "there is no folder \(folder); make it with: mkdir -p \(folder)"
    case .notAFolder(let folder): "\(folder) is not a folder; name a file in a folder"
    case .isAFolder: "this is a folder; name a file in it"
    case .notWritable(let folder): "no permission to write in \(folder); name a file in a folder of your own"
    case .impossible(let fault): "nothing can be written there: \(fault); name another file"
    }
  }
}

extension AtomicFile {
  /// What stands in the way of writing a file there, to be asked before long work whose result it is to keep.
  ///
  /// Whether a pipe will have a reader by then cannot be known.
  public static func obstacle(at path: String) -> WriteObstacle? {
    let target: WriteTarget
    do throws(WriteFault) {
      target = try WriteTarget(path)
    } catch {
      return obstacle(error, at: path)
    }
    switch target {
    case .file(let file): return obstacle(inFolderOf: file)
    case .descriptor(let number): return fcntl(number, F_GETFD) < 0 ? .impossible(.system(EBADF)) : nil
    case .stream(let stream): return access(stream, W_OK) == 0 ? nil : .impossible(.system(errno))
    }
  }

  private static func obstacle(_ fault: WriteFault, at path: String) -> WriteObstacle {
    switch fault {
    case .isFolder: .isAFolder
    // A folder on the way is a file.
    case .system(ENOTDIR): obstacle(inFolderOf: path) ?? .impossible(fault)
    default: .impossible(fault)
    }
  }

  private static func obstacle(inFolderOf file: String) -> WriteObstacle? {
    let files = FileManager.default
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: folder, isDirectory: &isFolder) else { return .noFolder(folder) }
    guard isFolder.boolValue else { return .notAFolder(folder) }
    return files.isWritableFile(atPath: folder) ? nil : .notWritable(folder: folder)
  }
}
