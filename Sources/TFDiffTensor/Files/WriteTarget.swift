#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What writing to a path means, once its symbolic links are followed.
enum WriteTarget: Hashable {
  /// A regular file, there or to be made, by a path whose last part is no link: it is replaced as a whole.
  case file(String)
  /// An open file of this process, as `/dev/stdout` names one: it is written to where it stands.
  case descriptor(Int32)
  /// A pipe or a device.
  case stream(String)

  /// As many links as the system follows itself.
  private static let linkLimit = 40

  /// - Throws: `WriteFault` where nothing can be written there, whatever is tried.
  init(_ path: String) throws(WriteFault) {
    var place = path
    for _ in 0..<Self.linkLimit {
      if let number = Self.descriptor(named: place) {
        self = .descriptor(number)
        return
      }
      guard let next = Self.link(at: place) else {
        self = try Self.unlinked(place)
        return
      }
      // What leads to an open file of a process has no path to follow.
      if Self.descriptor(named: next) == nil, case .stream? = try? Self.unlinked(place) {
        self = .stream(place)
        return
      }
      place = next
    }
    throw .system(ELOOP)
  }

  /// The folder that a path's last part is in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func unlinked(_ path: String) throws(WriteFault) -> WriteTarget {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw .system(errno) }
      return .file(path)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(path)
    case S_IFDIR: throw .isFolder
    case S_IFBLK: throw .isDisk
    case S_IFSOCK: throw .isSocket
    default: return .stream(path)
    }
  }

  /// Where a symbolic link leads, by a path that means the same from here; nil for what is none.
  private static func link(at path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { readlink(path, $0, Int(PATH_MAX)) } ?? -1 }
    }
    guard count > 0 else { return nil }
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    return text.hasPrefix("/") ? text : "\(folder(of: path))/\(text)"
  }

  /// The number in a name that the system gives to an open file of this process.
  private static func descriptor(named path: String) -> Int32? {
    let folders = ["/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/", "/proc/\(getpid())/fd/"]
    guard let folder = folders.first(where: path.hasPrefix) else { return nil }
    return Int32(path.dropFirst(folder.count))
  }
}
