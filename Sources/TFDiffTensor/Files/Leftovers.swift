#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Temporary files that killed runs left, by their names, `.tfdiff-` and a number and `.tmp`, and their locks: while a run
/// has one open it is locked, and the system takes the lock away with the process.
public enum Leftovers {
  private static let prefix = ".tfdiff-"
  private static let suffix = ".tmp"
  private static let digitCount = 16

  package static func newName() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return prefix + String(repeating: "0", count: digitCount - digits.count) + digits + suffix
  }

  private static func isName(_ name: String) -> Bool {
    let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
    return name.hasPrefix(prefix) && name.hasSuffix(suffix) && digits.count == digitCount
      && digits.allSatisfy { $0.isHexDigit }
  }

  /// Removes what runs that are gone left in a folder. What is not surely ours, or is still being written, stays.
  public static func sweep(_ folder: String) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      // Most names are somebody else's: a dot is asked for before there is a string.
      guard entry.pointee.d_name.0 == CChar(UInt8(ascii: ".")) else { continue }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if isName(name) { remove("\(folder)/\(name)") }
    }
  }

  private static func remove(_ path: String) {
    var descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    // A report that replaces a read-only one is read-only too.
    if descriptor < 0 { descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, FileKind(mode: status.st_mode) == .regular, status.st_uid == geteuid(),
      flock(descriptor, LOCK_EX | LOCK_NB) == 0
    else { return }
    unlink(path)
  }
}
