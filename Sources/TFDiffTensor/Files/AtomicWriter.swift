#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes one file as ``AtomicFile`` does, piece by piece, so that not all of it has to be in memory.
///
///     let writer = try AtomicWriter("run.npz")
///     try writer.write([header, data])
///     try writer.finish()
///
/// Until it has finished the target is as it was before; where it never does, nothing of it stays.
package final class AtomicWriter {
  private let path: String
  private let place: Place

  private enum Place {
    case replacing(target: String, by: TemporaryFile)
    /// An open file, which is closed in the end.
    case directly(Int32)
  }

  /// - Throws: ``TensorError/cannotWrite(path:reason:)``.
  package init(_ path: String, access: AtomicFile.Access = .asBefore) throws(TensorError) {
    self.path = path
    do throws(WriteFault) {
      place = try Self.place(try WriteTarget(path), access)
    } catch {
      throw .cannotWrite(path: path, reason: error.description)
    }
  }

  deinit {
    if case .directly(let descriptor) = place { close(descriptor) }
  }

  /// Writes pieces of memory one after the other.
  ///
  /// - Throws: ``TensorError/cannotWrite(path:reason:)``.
  package func write(_ parts: [UnsafeRawBufferPointer]) throws(TensorError) {
    try failing { () throws(WriteFault) in
      switch place {
      case .replacing(_, let file): try DescriptorWriting.write(parts, to: file.descriptor)
      case .directly(let descriptor): try DescriptorWriting.write(parts, to: descriptor)
      }
    }
  }

  /// Puts what was written in the target's place, once the disk has it.
  ///
  /// - Throws: ``TensorError/cannotWrite(path:reason:)``; the target is then as it was before.
  package func finish() throws(TensorError) {
    guard case .replacing(let target, let file) = place else { return }
    try failing { () throws(WriteFault) in
      try file.flush()
      try file.move(to: target)
    }
  }

  private func failing(_ body: () throws(WriteFault) -> Void) throws(TensorError) {
    do throws(WriteFault) { try body() } catch { throw .cannotWrite(path: path, reason: error.description) }
  }

  private static func place(_ target: WriteTarget, _ access: AtomicFile.Access) throws(WriteFault) -> Place {
    switch target {
    case .file(let target): .replacing(target: target, by: try temporary(for: target, access))
    case .stream(let target): .directly(try openDirectly(target))
    case .descriptor(let number): .directly(try copy(of: number))
    }
  }

  private static func temporary(
    for target: String, _ access: AtomicFile.Access
  ) throws(WriteFault) -> TemporaryFile {
    let file = try TemporaryFile(in: WriteTarget.folder(of: target), mode: access == .ownerOnly ? 0o600 : 0o666)
    var status = stat()
    if access == .asBefore, stat(target, &status) == 0 { file.setMode(status.st_mode & 0o7777) }
    return file
  }

  /// A pipe or a device. Opening one that nobody is at the other end of must not wait.
  private static func openDirectly(_ target: String) throws(WriteFault) -> Int32 {
    let descriptor = retryingInterrupts { open(target, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw errno == ENXIO ? .nobodyReads : .system(errno) }
    return descriptor
  }

  /// A copy of an open file of this process, so that what it has said so far stays.
  private static func copy(of number: Int32) throws(WriteFault) -> Int32 {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .system(errno) }
    return copy
  }
}
