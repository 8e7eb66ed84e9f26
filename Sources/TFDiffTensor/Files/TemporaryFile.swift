#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written before it has the name it is meant for, so that nothing of it is left when the process is killed.
///
/// Where the file system has files without names (`O_TMPFILE`), it is one, and the system frees it with the process.
/// Elsewhere it has a name of ``Leftovers``' kind and is locked as long as it is open, by which a later run tells what a
/// killed one left.
package final class TemporaryFile {
  package let descriptor: Int32
  private let folder: String
  /// nil where it has none.
  private var path: String?

  /// - Parameters:
  ///   - mode: its permissions, less what the process's mask takes away.
  ///   - hasName: whether to give it a name even where it need not have one.
  /// - Throws: `WriteFault.system`.
  package init(in folder: String, mode: mode_t, hasName: Bool = false) throws(WriteFault) {
    self.folder = folder
    if !hasName, let unnamed = Self.openUnnamed(in: folder, mode: mode) {
      descriptor = unnamed
    } else {
      (descriptor, path) = try Self.openNamed(in: folder, mode: mode)
    }
  }

  /// Where it was not moved, nothing of it stays.
  deinit {
    if let path { unlink(path) }
    close(descriptor)
  }

  /// A file without a name, open for reading and writing, which is the caller's to close.
  ///
  /// - Throws: `WriteFault.system`.
  package static func anonymous(in folder: String) throws(WriteFault) -> Int32 {
    if let unnamed = openUnnamed(in: folder, mode: 0o600) { return unnamed }
    let (descriptor, path) = try openNamed(in: folder, mode: 0o600)
    unlink(path)
    return descriptor
  }

  /// Gives it exactly these permissions.
  package func setMode(_ mode: mode_t) { fchmod(descriptor, mode) }

  /// Waits until the disk has it.
  ///
  /// - Throws: `WriteFault.system`.
  package func flush() throws(WriteFault) {
    guard fsync(descriptor) == 0 else { throw .system(errno) }
  }

  /// Takes the place of what is at a path of the same folder.
  ///
  /// - Throws: `WriteFault.system`.
  package func move(to target: String) throws(WriteFault) {
    let source = if let path { path } else { try linked() }
    path = source
    guard rename(source, target) == 0 else { throw .system(errno) }
    path = nil
  }

  /// Gives it a name for the moment until it is renamed, as no call both names and replaces. The lock is there first.
  private func linked() throws(WriteFault) -> String {
    flock(descriptor, LOCK_EX | LOCK_NB)
    while true {
      let path = "\(folder)/\(Leftovers.newName())"
      if linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 { return path }
      guard errno == EEXIST else { throw .system(errno) }
    }
  }

  /// `O_TMPFILE` of `<fcntl.h>`, which is not visible from Swift.
  private static let unnamedFlag: Int32 = 0o20_000_000 | O_DIRECTORY

  /// nil where the file system has no such files, or none can be made: the other way then says why.
  private static func openUnnamed(in folder: String, mode: mode_t) -> Int32? {
    #if os(Linux)
      let descriptor = retryingInterrupts { open(folder, unnamedFlag | O_RDWR | O_CLOEXEC, mode) }
      guard descriptor >= 0 else { return nil }
      // Without this way to it, it could get no name later.
      if access("/proc/self/fd/\(descriptor)", F_OK) == 0 { return descriptor }
      close(descriptor)
    #endif
    return nil
  }

  private static func openNamed(in folder: String, mode: mode_t) throws(WriteFault) -> (Int32, String) {
    while true {
      let path = "\(folder)/\(Leftovers.newName())"
      let descriptor = retryingInterrupts { open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode) }
      if descriptor < 0 {
        guard errno == EEXIST else { throw .system(errno) }
        continue
      }
      flock(descriptor, LOCK_EX | LOCK_NB)
      // A sweep that came between the two calls has taken the name.
      var status = stat()
      if fstat(descriptor, &status) == 0, status.st_nlink > 0 { return (descriptor, path) }
      close(descriptor)
    }
  }
}
