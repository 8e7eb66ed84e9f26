import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why bytes could not be moved to a file; `code` is `errno`'s.
struct SpillError: Error, CustomStringConvertible {
  let operation: String
  let folder: String
  let code: Int32

  var description: String {
    "could not \(operation) a temporary file in \(folder): \(String(cString: strerror(code))); "
      + "tensors stay in memory beyond the budget"
  }
}

/// Bytes moved to a temporary file that has no name any more, mapped read-only: the system keeps in memory
/// what is being read, and the disk space is free again when the last tensor goes.
enum SpillFile {
  /// - Throws: ``SpillError``.
  static func moved(_ storage: TensorStorage, folder: String) throws -> TensorStorage {
    let file = try open(in: folder)
    defer { close(file) }
    try write(storage.bytes, to: file, folder: folder)
    let count = storage.byteCount
    guard let base = mmap(nil, max(count, 1), PROT_READ, MAP_SHARED, file, 0), base != MAP_FAILED else {
      throw SpillError(operation: "map", folder: folder, code: errno)
    }
    return TensorStorage(adopting: base, byteCount: count) { munmap($0, max(count, 1)) }
  }

  private static func open(in folder: String) throws -> Int32 {
    var path = Array("\(folder)/tfdiff-spill-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw SpillError(operation: "make", folder: folder, code: errno) }
    unlink(path)
    return file
  }

  /// Writes rather than maps writable: a full disk is then an error here and not a signal later.
  private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, folder: String) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      #if canImport(Glibc)
        let written = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      #else
        let written = Darwin.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      #endif
      if written < 0 {
        if errno == EINTR { continue }
        throw SpillError(operation: "write", folder: folder, code: errno)
      }
      rest = rest.dropFirst(written)
    }
  }
}
