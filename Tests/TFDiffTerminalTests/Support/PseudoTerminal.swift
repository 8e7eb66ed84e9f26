import Foundation
import Synchronization
import TFDiffUI
import Testing

/// A pseudo terminal: the program has `device`, the test plays the terminal at the other end.
final class PseudoTerminal: Sendable {
  struct Failure: Error { var call: String }

  /// The terminal's end. What nobody reads fills its buffer and blocks the program, so a thread reads; the thread
  /// also closes it, because closing does not interrupt a read.
  private final class Line: Sendable {
    let descriptor: Int32
    let received = Mutex<[UInt8]>([])
    let isOver = Mutex(false)

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    func run() {
      defer { close(descriptor) }
      var buffer = [UInt8](repeating: 0, count: 65536)
      while !isOver.withLock({ $0 }) {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, 20) > 0 else { continue }
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return }
        received.withLock { $0 += buffer[..<count] }
      }
    }
  }

  /// The program's end.
  let device: Int32
  let path: String
  private let line: Line

  init(columns: Int = 80, rows: Int = 24) throws {
    var (controller, device): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 128)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&controller, &device, &name, nil, &size) == 0 else { throw Failure(call: "openpty") }
    self.device = device
    path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    for descriptor in [controller, device] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    let line = Line(controller)
    self.line = line
    Thread.detachNewThread { line.run() }
  }

  deinit {
    hangUp()
    close(device)
  }

  /// The terminal goes away.
  func hangUp() { line.isOver.withLock { $0 = true } }

  /// Everything the program has written.
  var output: [UInt8] { line.received.withLock { $0 } }
  var text: String { String(decoding: output, as: UTF8.self) }

  /// Waits until everything written so far has come: it comes in order, so a mark written now comes last.
  func sync() {
    let mark = Array("\u{1B}[?\(UInt32.random(in: 10_000 ... .max))h".utf8)
    write(mark, to: device)
    eventually("the terminal passes on what was written") { contains(mark) }
  }

  /// Forgets what was written so far.
  func settle() {
    sync()
    line.received.withLock { $0 = [] }
  }

  /// The program writes this, sooner or later.
  func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    eventually("\(text.debugDescription) is written", sourceLocation: sourceLocation) {
      contains(Array(text.utf8))
    }
  }

  private func contains(_ sequence: [UInt8]) -> Bool {
    line.received.withLock { $0.firstRange(of: sequence) != nil }
  }

  func type(_ text: String) { write(Array(text.utf8), to: line.descriptor) }
  func type(_ bytes: [UInt8]) { write(bytes, to: line.descriptor) }

  private func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func resize(columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(line.descriptor, UInt(TIOCSWINSZ), &size)
  }

  /// The terminal's modes, comparable.
  var modes: [UInt64] {
    var modes = termios()
    guard tcgetattr(device, &modes) == 0 else { return [] }
    let characters = withUnsafeBytes(of: modes.c_cc) { $0.map(UInt64.init) }
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag].map(UInt64.init) + characters
  }
}
