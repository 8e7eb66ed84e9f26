import Foundation
import TFDiffProcesses

/// How long it takes from starting the debugger until its first screen is on the terminal.
struct FirstFrameBenchmark {
  let program: String
  let runs: Int

  func run() throws {
    let times = try (0..<max(runs, 1)).map { _ in try measure() }
    print(String(format: "first frame      %.0f ms", (times.min() ?? 0) * 1000))
  }

  /// On a pseudo-terminal of 120 × 40; in seconds.
  private func measure() throws -> Double {
    var (controller, terminal): (Int32, Int32) = (0, 0)
    var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
    openpty(&controller, &terminal, nil, nil, &size)
    defer { close(controller) }
    setenv("TERM", "xterm-256color", 0)
    let stream = ProcessLaunch.Stream.descriptor(terminal)
    let launch = ProcessLaunch(
      [program, "debug", "inception-resnet-v2"], input: stream, output: stream, errors: stream)
    let started = ContinuousClock.now
    let process = try Child.start(launch)
    close(terminal)
    let isShown = read(from: controller, until: "Predictions")
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    kill(process, SIGTERM)
    while drain(controller) {}
    waitpid(process, nil, 0)
    guard isShown else { throw BenchmarkError.noFrame(program: program) }
    return seconds
  }

  /// Reads until a text has come; false where it does not come within 10 seconds.
  private func read(from descriptor: Int32, until text: String) -> Bool {
    var received = ""
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
      guard let part = chunk(descriptor, milliseconds: 1000) else { return false }
      received += part
      if received.contains(text) { return true }
    }
    return false
  }

  private func drain(_ descriptor: Int32) -> Bool { chunk(descriptor, milliseconds: 500)?.isEmpty == false }

  /// What can be read now; empty where nothing comes in time, nil at the end.
  private func chunk(_ descriptor: Int32, milliseconds: Int32) -> String? {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&poller, 1, milliseconds) > 0 else { return "" }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = Foundation.read(descriptor, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
