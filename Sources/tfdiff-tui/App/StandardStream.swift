import Foundation
import TFDiffTensor

/// Standard output and standard error: the one place through which the program speaks outside of its screen.
enum StandardStream: Int32 {
  case output = 1
  case errors = 2

  /// Makes of failed writes something to be told of, and of signals something that arrives, to be called before anything
  /// is opened.
  ///
  /// A standard stream that was closed becomes one that cannot be used, so that no file of the program gets its number; and
  /// a pipe that nobody reads any more is an error of the write instead of the end of the process. Who is started from a
  /// thread that blocks signals, as most of Swift's do, begins with them blocked.
  static func prepare() {
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    pthread_sigmask(SIG_SETMASK, &noSignals, nil)
    for descriptor in 0...StandardStream.errors.rawValue where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // The lowest free number is this one. It is open the wrong way round: what uses it fails as if it were closed.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
    // A handler, not SIG_IGN, which the programs that are started would inherit.
    if SignalDisposition(of: SIGPIPE) == .standard { signal(SIGPIPE) { _ in } }
  }

  /// Writes all of a text.
  func write(_ text: VisibleText) throws(StreamFailure) { try write(text.text) }

  /// Writes what the terminal is to do, and a text after it.
  func control(_ sequence: StaticString, _ text: VisibleText = VisibleText("")) throws(StreamFailure) {
    try write("\(sequence)" + text.text)
  }

  private func write(_ text: String) throws(StreamFailure) {
    do throws(WriteFault) {
      try DescriptorWriting.write(Array(text.utf8), to: rawValue)
    } catch {
      throw StreamFailure(stream: self, fault: error)
    }
  }
}

/// What could not be written to a standard stream.
struct StreamFailure: Error, CustomStringConvertible {
  let stream: StandardStream
  let fault: WriteFault

  /// Whether the reader has seen enough, as `head` has, which is no failure to tell of.
  var isReaderGone: Bool { fault == .system(EPIPE) }

  var description: String {
    let name = stream == .output ? "standard output" : "standard error"
    return "\(name) takes nothing more: \(fault); send it elsewhere"
  }
}
