import Foundation

/// A file that holds one input after the other, and is made only once.
final class ScratchFile {
  let path: String
  private let descriptor: Int32

  /// - Throws: where the file cannot be made.
  init(_ path: String) throws {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  deinit { close(descriptor) }

  func fill(_ bytes: [UInt8]) {
    let written = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    precondition(written == bytes.count && ftruncate(descriptor, off_t(bytes.count)) == 0, "no room for an input")
  }
}
