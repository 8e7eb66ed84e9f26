#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads whole files into storage that tensors can share.
enum FileContents {
  /// Files from this size on are mapped: their pages are read when they are looked at. Smaller ones are copied, which
  /// costs less than a frame of the screen and keeps what was read when another program rewrites the file.
  static let mappingThreshold = 16 << 20

  /// - Throws: ``TensorError/cannotRead(path:reason:)``.
  static func read(_ path: String) throws(TensorError) -> TensorStorage {
    switch FileKind(path) {
    // Opening a pipe would wait for a writer.
    case .other: throw .cannotRead(path: path, reason: "it is not a regular file")
    case .folder: throw .cannotRead(path: path, reason: "it is a folder, not a file")
    case .regular, .missing: break
    }
    let descriptor = retryingInterrupts { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .cannotRead(path: path, reason: lastSystemError()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotRead(path: path, reason: lastSystemError()) }
    let size = Int(status.st_size)
    if size >= mappingThreshold { return try map(descriptor, size: size, path: path) }
    return try copy(descriptor, size: size, path: path)
  }

  private static func map(_ descriptor: Int32, size: Int, path: String) throws(TensorError) -> TensorStorage {
    guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
      throw .cannotRead(path: path, reason: lastSystemError())
    }
    return TensorStorage(adopting: base, byteCount: size) { munmap($0, size) }
  }

  private static func copy(_ descriptor: Int32, size: Int, path: String) throws(TensorError) -> TensorStorage {
    var got = 0
    var failure: String?
    let storage = TensorStorage(byteCount: size) { target in
      while got < size, let base = target.baseAddress {
        let count = retryingInterrupts { readBytes(descriptor, base + got, size - got) }
        if count < 0 { failure = lastSystemError() }
        if count <= 0 { break }
        got += count
      }
      _ = UnsafeMutableRawBufferPointer(rebasing: target[got...]).initializeMemory(
        as: UInt8.self, repeating: 0)
    }
    if let failure { throw .cannotRead(path: path, reason: failure) }
    guard got == size else {
      throw .cannotRead(path: path, reason: "it became shorter while it was being read")
    }
    return storage
  }
}

extension TensorStorage {
  /// A part of these bytes, kept alive by the whole; shares memory.
  ///
  /// - Precondition: the range is inside the storage.
  package func part(_ range: Range<Int>) -> TensorStorage {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "\(range) of \(byteCount) bytes")
    return TensorStorage(adopting: base + range.lowerBound, byteCount: range.count) { [self] _ in
      withExtendedLifetime(self) {}
    }
  }
}
