import Foundation
import TFDiffProcesses

/// A pipe that takes what a child writes and keeps the beginning of it.
final class CapturePipe {
  private let reading: Int32
  private var writing: Int32
  private let limit: Int
  private var bytes: [UInt8] = []
  private var isOver = false

  /// nil where there is no limit, and so nothing to capture, or where the system gives no pipe.
  init?(limit: Int?) {
    var ends: [Int32] = [-1, -1]
    guard let limit, pipe(&ends) == 0 else { return nil }
    (reading, writing, self.limit) = (ends[0], ends[1], limit)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
  }

  /// What a child is to write to.
  var stream: ProcessLaunch.Stream { .descriptor(writing) }

  deinit {
    closeWriting()
    close(reading)
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Waits until one of the pipes has something to read, or the time is over, and reads what there is.
  static func read(_ pipes: [CapturePipe?], milliseconds: Int32) {
    let open = pipes.compactMap { $0 }.filter { !$0.isOver }
    var descriptors = open.map { pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0) }
    _ = poll(&descriptors, nfds_t(descriptors.count), milliseconds)
    for (pipe, descriptor) in zip(open, descriptors) where descriptor.revents != 0 { pipe.drain() }
  }

  private func drain() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    // A child that writes without end must not keep this from looking at the clock.
    for _ in 0..<64 {
      let count = Foundation.read(reading, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer.prefix(min(count, limit - bytes.count))
      } else {
        isOver = count == 0 || (errno != EAGAIN && errno != EINTR)
        return
      }
    }
  }
}
