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
    let writer = try AtomicWriter(path, access: access)
    try writer.write(parts)
    try writer.finish()
  }

  /// The folder of the file that writing to a path replaces; nil where it replaces none.
  public static func folder(for path: String) -> String? {
    guard case .file(let target)? = try? WriteTarget(path) else { return nil }
    return WriteTarget.folder(of: target)
  }
}
