import CNcurses
import Glibc
import TFDiffTensor

/// Keeps standard error off the screen: what is written to it goes to a file without a name, and is shown when the hold is
/// released, by a crash too. What libraries write is foreign text, and is shown as such.
final class ErrorHold {
  private let file: Int32
  private let original: Int32
  private var isHeld = true

  /// Returns nil where there is nothing to protect the screen from, or no file can be made.
  init?() {
    guard isatty(STDERR_FILENO) == 1, let file = Self.anonymousFile() else { return nil }
    let original = dup(STDERR_FILENO)
    guard original >= 0, tfdiff_set_close_on_exec(original, 0) == 0, dup2(file, STDERR_FILENO) >= 0 else {
      if original >= 0 { close(original) }
      close(file)
      return nil
    }
    self.file = file
    self.original = original
    tfdiff_guard_set_errors(file, original)
  }

  /// nil where none can be made; what is written then tears the screen, and is seen.
  private static func anonymousFile() -> Int32? {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    return try? TemporaryFile.anonymous(in: folder)
  }

  /// Gives standard error back and shows what was held.
  func release() {
    guard isHeld else { return }
    isHeld = false
    fflush(nil)
    if tfdiff_give_errors_back() == file {
      Descriptors.write(Array(VisibleText(block: heldText()).text.utf8), to: original)
    }
    tfdiff_guard_set_errors(-1, -1)
    close(file)
    close(original)
  }

  /// The latest of what was written.
  private func heldText() -> String {
    let end = lseek(file, 0, SEEK_END)
    let start = max(0, end - off_t(tfdiff_replay_capacity))
    var bytes = [UInt8](repeating: 0, count: Int(max(end - start, 0)))
    let count = pread(file, &bytes, bytes.count, start)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  deinit { release() }
}
