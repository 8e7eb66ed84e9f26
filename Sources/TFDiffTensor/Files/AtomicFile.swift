import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes files so that a reader, or a crash, never meets a half-written one.
///
/// The bytes go to a temporary file in the same folder, which is flushed to the disk and then renamed over the
/// target. A symbolic link is followed; a device or a pipe, which cannot be replaced, is written to directly.
public enum AtomicFile {
  /// - Throws: ``TensorError/cannotWrite(path:reason:)``; the target is then as it was before.
  public static func write(_ bytes: [UInt8], to path: String) throws(TensorError) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(TensorError) in
      try write([UnsafeRawBufferPointer(bytes)], to: path)
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
  public static func write(_ parts: [UnsafeRawBufferPointer], to path: String) throws(TensorError) {
    let target = resolved(path)
    switch FileKind(target) {
    case .folder: throw .cannotWrite(path: path, reason: "it is a folder")
    case .other: try writeDirectly(parts, to: target, named: path)
    case .regular, .missing: try replace(target, with: parts, named: path)
    }
  }

  private static func replace(
    _ target: String, with parts: [UnsafeRawBufferPointer], named path: String
  ) throws(TensorError) {
    let temporary = temporaryName(for: target)
    let descriptor = retryingInterrupts { open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: lastSystemError()) }
    do throws(TensorError) {
      try fill(descriptor, with: parts, keepingModeOf: target, named: path)
      guard rename(temporary, target) == 0 else { throw .cannotWrite(path: path, reason: lastSystemError()) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Writes, flushes and closes.
  private static func fill(
    _ descriptor: Int32, with parts: [UnsafeRawBufferPointer], keepingModeOf target: String,
    named path: String
  ) throws(TensorError) {
    var status = stat()
    if stat(target, &status) == 0 { fchmod(descriptor, status.st_mode & 0o7777) }
    var isWritten = writeAll(parts, to: descriptor)
    isWritten = isWritten && fsync(descriptor) == 0
    let reason = lastSystemError()
    let isClosed = close(descriptor) == 0
    guard isWritten else { throw .cannotWrite(path: path, reason: reason) }
    guard isClosed else { throw .cannotWrite(path: path, reason: lastSystemError()) }
  }

  private static func writeDirectly(
    _ parts: [UnsafeRawBufferPointer], to target: String, named path: String
  ) throws(TensorError) {
    let descriptor = retryingInterrupts { open(target, O_WRONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: lastSystemError()) }
    let isWritten = writeAll(parts, to: descriptor)
    let reason = lastSystemError()
    close(descriptor)
    guard isWritten else { throw .cannotWrite(path: path, reason: reason) }
  }

  private static func writeAll(_ parts: [UnsafeRawBufferPointer], to descriptor: Int32) -> Bool {
    for part in parts {
      var rest = part[...]
      while let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
        let written = retryingInterrupts { writeBytes(descriptor, base, rest.count) }
        if written < 0 { return false }
        rest = rest.dropFirst(written)
      }
    }
    return true
  }

  /// The file that a symbolic link leads to.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// A name beside the target that no other writer uses: process and count tell them apart.
  private static func temporaryName(for target: String) -> String {
    let number = written.wrappingAdd(1, ordering: .relaxed).newValue
    let folderEnd = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
    return "\(target[..<folderEnd]).tfdiff-\(getpid())-\(number).tmp"
  }

  private static let written = Atomic<Int>(0)
}
