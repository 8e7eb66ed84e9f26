#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why something could not be written.
public enum WriteFault: Error, Sendable, Hashable {
  /// As in `errno`.
  case system(Int32)
  case isFolder
  /// A disk, or another device that is read in blocks.
  case isDisk
  case isSocket
  /// A pipe whose other end nobody has open.
  case nobodyReads
}

extension WriteFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .system(let code): String(cString: strerror(code))
    case .isFolder: "it is a folder"
    case .isDisk: "it is a disk, not a file"
    case .isSocket: "it is a socket, not a file"
    case .nobodyReads: "it is a pipe that has no reader (start the reader first)"
    }
  }
}
