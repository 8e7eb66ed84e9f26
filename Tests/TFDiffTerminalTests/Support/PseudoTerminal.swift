import Foundation
import Synchronization
import TFDiffUI

/// A pseudo terminal: the program has `device`, the test plays the terminal at the other end.
final class PseudoTerminal: Sendable {
  struct Failure: Error { var call: String }

  /// The program's end.
  let device: Int32
  let path: String
  private let controller: Int32
  private let received = Mutex<[UInt8]>([])
  private let isHungUp = Mutex(false)

  init(columns: Int = 80, rows: Int = 24) throws {
    var (controller, device): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 128)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&controller, &device, &name, nil, &size) == 0 else { throw Failure(call: "openpty") }
    self.controller = controller
    self.device = device
    path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    for descriptor in [controller, device] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    // What nobody reads fills the terminal's buffer and blocks the program.
    Thread.detachNewThread { [weak self] in
      var buffer = [UInt8](repeating: 0, count: 65536)
      while true {
        let count = read(controller, &buffer, buffer.count)
        guard let self, count > 0 else { return }
        self.received.withLock { $0 += buffer[..<count] }
      }
    }
  }

  deinit {
    close(device)
    hangUp()
  }

  /// Everything the program has written.
  var output: [UInt8] { received.withLock { $0 } }
  var text: String { String(decoding: output, as: UTF8.self) }

  /// Forgets what was written so far, once all of it has come: the terminal answers in order.
  func settle() {
    let mark = Array("<settled \(UInt64.random(in: 0 ... .max))>".utf8)
    write(mark, to: device)
    eventually("the terminal passes on what was written") { contains(mark) }
    received.withLock { $0 = [] }
  }

  func contains(_ sequence: [UInt8]) -> Bool {
    received.withLock { $0.firstRange(of: sequence) != nil }
  }

  func type(_ text: String) { write(Array(text.utf8), to: controller) }
  func type(_ bytes: [UInt8]) { write(bytes, to: controller) }

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
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  func hangUp() {
    let already = isHungUp.withLock { isHungUp in
      defer { isHungUp = true }
      return isHungUp
    }
    if !already { close(controller) }
  }

  /// The terminal's modes, comparable.
  var modes: [UInt64] {
    var modes = termios()
    guard tcgetattr(device, &modes) == 0 else { return [] }
    let characters = withUnsafeBytes(of: modes.c_cc) { $0.map(UInt64.init) }
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag].map(UInt64.init) + characters
  }
}
