import CNcurses
import Glibc

/// The system calls on descriptors, in one place.
package enum Descriptors {
  /// Blocks until one of the descriptors has something to read, its other end is gone, or `deadline` has passed.
  /// - Returns: those that are ready; none when time was up or a signal interrupted.
  package static func wait(
    for descriptors: [Int32], until deadline: ContinuousClock.Instant?
  ) -> [Int32] {
    var requests = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let timeout = deadline.map { milliseconds(until: $0) } ?? -1
    guard poll(&requests, nfds_t(requests.count), timeout) > 0 else { return [] }
    return requests.filter { $0.revents != 0 }.map(\.fd)
  }

  /// Rounded up, so that waiting never ends just before the deadline and spins.
  private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
    let left = ContinuousClock.now.duration(to: deadline)
    guard left > .zero else { return 0 }
    let (seconds, attoseconds) = left.components
    let total = min(seconds, 1_000_000) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: total)
  }

  package enum Arrival: Equatable {
    case bytes([UInt8])
    case nothing
    case end
  }

  /// Reads what is there, without waiting for more.
  package static func readAvailable(_ descriptor: Int32, limit: Int = 4096) -> Arrival {
    guard !wait(for: [descriptor], until: .now).isEmpty else { return .nothing }
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = read(descriptor, &buffer, limit)
    if count > 0 { return .bytes(Array(buffer[..<count])) }
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? .nothing : .end
  }

  /// Writes all of `bytes`; stops when nobody is there to take them.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return }
      tfdiff_write_all(descriptor, start.assumingMemoryBound(to: CChar.self), buffer.count)
    }
  }

  /// A pipe of which neither end blocks, nor survives into a child process.
  package static func makePipe() throws(TerminalError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .systemCall(name: "pipe", code: errno) }
    for end in ends where tfdiff_set_close_on_exec(end, 1) != 0 {
      let code = errno
      ends.forEach { _ = close($0) }
      throw .systemCall(name: "fcntl", code: code)
    }
    return (ends[0], ends[1])
  }
}
