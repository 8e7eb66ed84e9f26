#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes files so that a reader, or a crash, never meets a half-written one.
///
/// The bytes go to a file that has no name, or a temporary one beside the target, which is flushed to the disk and then
/// takes the target's place. Symbolic links are followed, to a file that is not there yet too. A pipe or a device, which
/// cannot be replaced, is written to directly.
public enum AtomicFile {
  /// Who may read what is written.
  public enum Access: Sendable, Hashable {
    /// As the file that is replaced; for a new one, as the process's mask has it.
    case asBefore
    /// Its owner alone, whatever it was before.
    case ownerOnly
  }

  /// - Throws: ``TensorError/cannotWrite(path:reason:)``; the target is then as it was before.
  public static func write(
    _ bytes: [UInt8], to path: String, access: Access = .asBefore
  ) throws(TensorError) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(TensorError) in
      try write([UnsafeRawBufferPointer(bytes)], to: path, access: access)
    }
  }

  /// Writes text as UTF-8.
  ///
  /// - Throws: ``TensorError/cannotWrite(path:reason:)``; the target is then as it was before.
  public static func write(_ text: String, to path: String) throws(TensorError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes several pieces of memory one after the other.
  ///
  /// - Throws: ``TensorError/cannotWrite(path:reason:)``; the target is then as it was before.
  public static func write(
    _ parts: [UnsafeRawBufferPointer], to path: String, access: Access = .asBefore
  ) throws(TensorError) {
    do throws(WriteFault) {
      switch try WriteTarget(path) {
      case .file(let target): try replace(target, with: parts, access: access)
      case .stream(let target): try writeDirectly(parts, to: target)
      case .descriptor(let number): try write(parts, into: number)
      }
    } catch {
      throw .cannotWrite(path: path, reason: error.description)
    }
  }

  /// The folder of the file that writing to a path replaces; nil where it replaces none.
  public static func folder(for path: String) -> String? {
    guard case .file(let target)? = try? WriteTarget(path) else { return nil }
    return WriteTarget.folder(of: target)
  }

  private static func replace(
    _ target: String, with parts: [UnsafeRawBufferPointer], access: Access
  ) throws(WriteFault) {
    let file = try TemporaryFile(in: WriteTarget.folder(of: target), mode: access == .ownerOnly ? 0o600 : 0o666)
    var status = stat()
    if access == .asBefore, stat(target, &status) == 0 { file.setMode(status.st_mode & 0o7777) }
    try DescriptorWriting.write(parts, to: file.descriptor)
    try file.flush()
    try file.move(to: target)
  }

  /// A pipe or a device. Opening one that nobody is at the other end of must not wait.
  private static func writeDirectly(_ parts: [UnsafeRawBufferPointer], to target: String) throws(WriteFault) {
    let descriptor = retryingInterrupts { open(target, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw errno == ENXIO ? .nobodyReads : .system(errno) }
    defer { close(descriptor) }
    try DescriptorWriting.write(parts, to: descriptor)
  }

  /// A copy of an open file of this process, so that what it has said so far stays.
  private static func write(_ parts: [UnsafeRawBufferPointer], into number: Int32) throws(WriteFault) {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .system(errno) }
    defer { close(copy) }
    try DescriptorWriting.write(parts, to: copy)
  }
}
