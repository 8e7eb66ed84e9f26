#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What stands at a path.
package enum FileKind {
  case missing, regular, folder
  /// A device, a pipe or a socket.
  case other

  package init(_ path: String) {
    var status = stat()
    self = stat(path, &status) == 0 ? FileKind(mode: status.st_mode) : .missing
  }

  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .regular
    case S_IFDIR: self = .folder
    default: self = .other
    }
  }
}

/// The system's words for what made the last call fail.
package func lastSystemError() -> String { String(cString: strerror(errno)) }

/// Makes a call again as long as a signal interrupted it.
func retryingInterrupts<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// `read(2)` under a name that methods called `read` do not hide.
func readBytes(_ descriptor: Int32, _ target: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, target, count)
}

/// `write(2)` under a name that methods called `write` do not hide.
func writeBytes(_ descriptor: Int32, _ source: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, source, count)
}
