#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A regular file, open for reading at any place from any thread.
///
/// Bytes are copied by `pread`: a file that is cut short while it is read is an error then, where a mapped one ends the
/// process.
package final class RandomAccessFile: Sendable {
  /// Files from this size on are worth mapping: their pages are read when they are looked at, and cost no memory that
  /// could not be had back. Smaller ones are copied, which costs less than a frame of the screen and keeps what was read
  /// when another program rewrites the file.
  static let mappingThreshold = 16 << 20

  package let path: String
  /// Its size when it was opened.
  package let byteCount: Int
  private let descriptor: Int32

  /// - Throws: ``TensorError/cannotRead(path:reason:)``.
  package init(_ path: String) throws(TensorError) {
    switch FileKind(path) {
    // Opening a pipe would wait for a writer.
    case .other: throw .cannotRead(path: path, reason: "it is not a regular file")
    case .folder: throw .cannotRead(path: path, reason: "it is a folder, not a file")
    case .regular, .missing: break
    }
    let descriptor = retryingInterrupts { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .cannotRead(path: path, reason: lastSystemError()) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = lastSystemError()
      close(descriptor)
      throw .cannotRead(path: path, reason: reason)
    }
    self.path = path
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills `target` with the bytes from `offset` on.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)``, also where the file ends before `target` is full.
  package func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws(TensorError) {
    var got = 0
    while got < target.count, let base = target.baseAddress {
      let count = retryingInterrupts { pread(descriptor, base + got, target.count - got, off_t(offset + got)) }
      if count < 0 { throw .cannotRead(path: path, reason: lastSystemError()) }
      if count == 0 { throw .cannotRead(path: path, reason: "it became shorter while it was being read") }
      got += count
    }
  }

  /// The bytes of a part of the file.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)``, also where the part is not inside the file, or larger than the
  ///   memory of this machine, as it can be in a file with holes.
  package func bytes(_ range: Range<Int>) throws(TensorError) -> [UInt8] {
    try check(range)
    var failure: TensorError?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      do throws(TensorError) {
        try read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
        count = range.count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// A part of the file as storage for tensors, after `arrange` has changed in place what has to be.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)``, as ``bytes(_:)`` does.
  package func storage(
    _ range: Range<Int>, _ arrange: (UnsafeMutableRawBufferPointer) -> Void = { _ in }
  ) throws(TensorError) -> TensorStorage {
    try check(range)
    var failure: TensorError?
    let storage = TensorStorage(byteCount: range.count) { target in
      do throws(TensorError) {
        try read(into: target, at: range.lowerBound)
        arrange(target)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return storage
  }

  /// A part of the file, mapped; the file must not be cut short while the storage is in use.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)``, also where the part is not inside the file.
  func mapped(_ range: Range<Int>) throws(TensorError) -> TensorStorage {
    try checkBounds(range)
    let page = Int(getpagesize())
    let start = range.lowerBound / page * page
    let size = max(range.upperBound - start, 1)
    guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, off_t(start)), base != MAP_FAILED else {
      throw .cannotRead(path: path, reason: lastSystemError())
    }
    let whole = TensorStorage(adopting: base, byteCount: size, isMapped: true) { munmap($0, size) }
    return whole.part(range.lowerBound - start..<range.upperBound - start)
  }

  private func checkBounds(_ range: Range<Int>) throws(TensorError) {
    guard range.lowerBound >= 0, range.upperBound <= byteCount else {
      throw .cannotRead(path: path, reason: "it has \(byteCount) bytes, and \(range.upperBound) are needed")
    }
  }

  private func check(_ range: Range<Int>) throws(TensorError) {
    try checkBounds(range)
    guard range.count <= PhysicalMemory.byteCount else {
      throw .cannotRead(path: path, reason: "\(range.count) bytes of it are more than this machine has memory for")
    }
  }
}

extension TensorStorage {
  /// A part of these bytes, kept alive by the whole; shares memory.
  ///
  /// - Precondition: the range is inside the storage.
  package func part(_ range: Range<Int>) -> TensorStorage {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "\(range) of \(byteCount) bytes")
    return TensorStorage(adopting: base + range.lowerBound, byteCount: range.count, isMapped: isMapped) { [self] _ in
      withExtendedLifetime(self) {}
    }
  }
}
