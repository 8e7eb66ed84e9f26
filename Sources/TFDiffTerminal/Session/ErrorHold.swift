import CNcurses
import Glibc
import TFDiffTensor

/// Keeps standard error off the screen: what is written to it goes to a file without a name, and is shown when
/// the hold is released, by a crash too.
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
    tfdiff_release_errors()
    tfdiff_guard_set_errors(-1, -1)
    close(file)
    close(original)
  }

  deinit { release() }
}
