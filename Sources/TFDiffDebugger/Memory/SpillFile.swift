import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why bytes could not be moved to a file.
struct SpillError: Error, CustomStringConvertible {
  let operation: String
  let folder: String
  let fault: WriteFault

  var description: String {
    "could not \(operation) a temporary file in \(folder): \(fault); "
      + "tensors stay in memory beyond the budget"
  }
}

/// Bytes moved to a temporary file that has no name, mapped read-only: the system keeps in memory
/// what is being read, and the disk space is free again when the last tensor goes.
enum SpillFile {
  /// - Throws: ``SpillError``.
  static func moved(_ storage: TensorStorage, folder: String) throws(SpillError) -> TensorStorage {
    let file = try failing(to: "make", folder) { () throws(WriteFault) in try TemporaryFile.anonymous(in: folder) }
    defer { close(file) }
    // Written rather than mapped writable: a full disk is then an error here and not a signal later.
    try failing(to: "write", folder) { () throws(WriteFault) in try DescriptorWriting.write([storage.bytes], to: file) }
    let count = storage.byteCount
    guard let base = mmap(nil, max(count, 1), PROT_READ, MAP_SHARED, file, 0), base != MAP_FAILED else {
      throw SpillError(operation: "map", folder: folder, fault: .system(errno))
    }
    return TensorStorage(adopting: base, byteCount: count, isMapped: true) { munmap($0, max(count, 1)) }
  }

  private static func failing<Result>(
    to operation: String, _ folder: String, _ body: () throws(WriteFault) -> Result
  ) throws(SpillError) -> Result {
    do throws(WriteFault) {
      return try body()
    } catch {
      throw SpillError(operation: operation, folder: folder, fault: error)
    }
  }
}
