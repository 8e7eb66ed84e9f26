import CNcurses
import Glibc

/// The terminal as two descriptors and the streams ncurses wants; open until it is released.
final class TerminalDevice {
  let input: Int32
  let output: Int32
  let inputStream: UnsafeMutablePointer<FILE>
  let outputStream: UnsafeMutablePointer<FILE>

  /// - Throws: `TerminalError.notATerminal`, or `.systemCall` when descriptors run out.
  convenience init(_ terminal: TerminalOptions.Terminal) throws(TerminalError) {
    switch terminal {
    case .standardStreams:
      try self.init(
        copying: (STDIN_FILENO, STDOUT_FILENO), names: ("standard input", "standard output"))
    case .controlling:
      let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
      guard descriptor >= 0 else { throw .notATerminal(stream: "/dev/tty") }
      defer { close(descriptor) }
      try self.init(copying: (descriptor, descriptor), names: ("/dev/tty", "/dev/tty"))
    case .descriptors(let input, let output):
      try self.init(copying: (input, output), names: ("descriptor \(input)", "descriptor \(output)"))
    }
  }

  private init(
    copying descriptors: (input: Int32, output: Int32), names: (input: String, output: String)
  ) throws(TerminalError) {
    guard isatty(descriptors.output) == 1 else { throw .notATerminal(stream: names.output) }
    guard isatty(descriptors.input) == 1 else { throw .notATerminal(stream: names.input) }
    // Copies, because closing a stream closes its descriptor.
    inputStream = try Self.stream(copying: descriptors.input, mode: "r")
    do {
      outputStream = try Self.stream(copying: descriptors.output, mode: "w")
    } catch {
      fclose(inputStream)
      throw error
    }
    input = fileno(inputStream)
    output = fileno(outputStream)
  }

  private static func stream(
    copying descriptor: Int32, mode: String
  ) throws(TerminalError) -> UnsafeMutablePointer<FILE> {
    let copy = dup(descriptor)
    guard copy >= 0 else { throw .systemCall(name: "dup", code: errno) }
    guard tfdiff_set_close_on_exec(copy, 0) == 0, let stream = fdopen(copy, mode) else {
      let code = errno
      close(copy)
      throw .systemCall(name: "fdopen", code: code)
    }
    return stream
  }

  deinit {
    fclose(inputStream)
    fclose(outputStream)
  }
}
