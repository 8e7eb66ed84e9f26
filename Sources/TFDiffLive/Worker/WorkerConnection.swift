import CDescriptors
import Foundation
import Synchronization
import TFDiffProcesses
import TFDiffTensor

/// A worker process and the conversation with it, in frames.
///
/// `@unchecked Sendable`: the log and the greeting are used by one thread at a time, as ``TraceSource`` asks of its
/// callers and ``WarmWorkers`` hands it on; only ``cancel()`` comes from others, and touches an atomic and the process.
final class WorkerConnection: @unchecked Sendable {
  /// Something that keeps the conversation from going on.
  enum Failure: Error {
    case cancelled
    /// Nothing was said within the time.
    case late
    /// The worker is gone; `isInFrame`: in the middle of telling something.
    case ended(ProcessExit?, isInFrame: Bool, hasGreeted: Bool, log: [String])
    case fault(ProtocolFault)
  }

  /// What a worker writes before anything else, after whatever a login shell has to say.
  static let greeting = Array("\u{2}TFDIFF 1\n".utf8)
  private static let greetingLimit = 64 << 10

  private let process: WorkerProcess
  private let server: ForkServer?
  private let payloadLimit: Int
  private let isCancelled = Atomic(false)
  private var log = WorkerLog()
  /// Lines from before the process was forked off, which its log begins with.
  private var untold: [String] = []
  private var hasGreeted = false
  private var isInFrame = false
  private var logIsOpen = true

  /// - Parameter server: what forks the process off where it can; nil where there is none.
  /// - Throws: `ProcessLaunchError`.
  init(
    command: [String], forkedBy server: ForkServer? = nil,
    payloadLimit: Int = Int(ProcessInfo.processInfo.physicalMemory)
  ) throws(ProcessLaunchError) {
    process = try WorkerProcess(command: command, forkedBy: server)
    self.server = server
    self.payloadLimit = payloadLimit
  }

  deinit { process.hangUp() }

  /// Makes what is under way, and whatever is asked later, fail as cancelled. From any thread.
  func cancel() {
    isCancelled.store(true, ordering: .sequentiallyConsistent)
    process.hangUp()
  }

  /// Sends a line that an interpreter's prompt reads, and waits for the greeting.
  func greet(_ line: String) throws(Failure) {
    write(Array((line + "\n").utf8))
    var seen: [UInt8] = []
    while !seen.suffix(Self.greeting.count).elementsEqual(Self.greeting) {
      guard seen.count < Self.greetingLimit else { throw .fault(.noGreeting) }
      try waitForFrame { _ in }
      seen += try read(1)
    }
    drainLog { _ in }
    log.forget()
    hasGreeted = true
    untold = server?.log ?? []
  }

  /// Gives the process open files of ours; false where it is gone. Touches nothing but the socket, so that it may be called beside a
  /// ``receive(by:_:)``.
  func give(_ descriptors: (Int32, Int32, Int32)) -> Bool {
    tfdiff_send_descriptors(process.connection, descriptors.0, descriptors.1, descriptors.2) == 0
  }

  /// Whether the run that is under way, or over, ends within a time: what it still tells is lost.
  func hasEndedRun(within limit: Duration) -> Bool { hears(.ended, by: ContinuousClock.now + limit) }

  /// Asks a worker whose run has ended for another. False where it could not be as the first, or the worker is gone.
  func isReadyAgain(within limit: Duration) -> Bool {
    guard (try? send(.again)) != nil else { return false }
    let isReady = hears(.ready, by: ContinuousClock.now + limit)
    drainLog { _ in }
    log.forget()
    return isReady
  }

  private func hears(_ wanted: WorkerMessage.Name, by end: ContinuousClock.Instant) -> Bool {
    do throws(Failure) {
      while true {
        let name = try receive(by: end) { _ in }.name
        if name == wanted { return true }
        if name == .stale { return false }
      }
    } catch {
      return false
    }
  }

  /// - Throws: what the encoder throws; a worker that is gone is found out by the next read.
  func send(_ request: WorkerRequest) throws {
    let (head, payload) = (try request.head(), request.payload)
    let frame = WorkerFrame(headLength: head.count, payloadLength: payload?.byteCount ?? 0)
    write(frame.encoded + head)
    if let payload { withExtendedLifetime(payload.storage) { write(payload.bytes) } }
  }

  /// The next message; lines of the log that come before it are passed to `tell`.
  ///
  /// - Parameter end: when it must have begun; nil for any time.
  func receive(
    by end: ContinuousClock.Instant? = nil, _ tell: (String) -> Void
  ) throws(Failure) -> WorkerMessage {
    untold.forEach(tell)
    untold = []
    try waitForFrame(by: end, tell)
    defer { isInFrame = false }
    do {
      let frame = try WorkerFrame(decoding: try read(WorkerFrame.byteCount), payloadLimit: payloadLimit)
      isInFrame = true
      let head = try read(frame.headLength)
      let payload = try TensorStorage(byteCount: frame.payloadLength) { try fill($0) }
      drainLog(tell)
      return try WorkerMessage(decoding: Data(head), payload: payload)
    } catch let fault as ProtocolFault {
      throw .fault(fault)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .fault(.malformedHead("\(error)"))
    }
  }

  /// Waits until the worker says something on its connection, taking in its log meanwhile.
  private func waitForFrame(by end: ContinuousClock.Instant? = nil, _ tell: (String) -> Void) throws(Failure) {
    while true {
      if isCancelled.load(ordering: .sequentiallyConsistent) { throw .cancelled }
      let timeout = end.map { Int32(max(0, ($0 - .now) / .milliseconds(1)).rounded(.up)) } ?? -1
      if end != nil, timeout <= 0 { throw .late }
      var polled = [process.connection, process.end, logIsOpen ? process.log : -1].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      guard poll(&polled, nfds_t(polled.count), timeout) >= 0 else { continue }
      if polled[2].revents != 0 { takeLog(tell) }
      if polled[0].revents != 0 { return }
      if polled[1].revents != 0 { throw ended(isInFrame: isInFrame) }
    }
  }

  /// Waits until bytes can be read from the connection, or written; false where the worker has ended instead.
  private func waits(for events: Int32) -> Bool {
    while true {
      var polled = [
        pollfd(fd: process.connection, events: Int16(events), revents: 0),
        pollfd(fd: process.end, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&polled, nfds_t(polled.count), -1) >= 0 else { continue }
      return polled[0].revents != 0
    }
  }

  private func takeLog(_ tell: (String) -> Void) {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = Foundation.read(process.log, &buffer, buffer.count)
    logIsOpen = count > 0
    for line in count > 0 ? log.take(buffer[..<count]) : log.finish() { tell(line) }
  }

  /// Takes in what the log holds now.
  private func drainLog(waitingMilliseconds timeout: Int32 = 0, _ tell: (String) -> Void) {
    while logIsOpen {
      var polled = pollfd(fd: process.log, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, timeout) > 0 else { return }
      takeLog(tell)
    }
  }

  private func read(_ count: Int) throws(Failure) -> [UInt8] {
    do {
      return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        try fill(UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count))
        initialized = count
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .fault(.malformedHead("\(error)"))
    }
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(Failure) {
    var offset = 0
    while offset < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[offset...])
      let count = recv(process.connection, rest.baseAddress, rest.count, Int32(MSG_DONTWAIT))
      if count < 0, errno == EINTR || errno == EAGAIN && waits(for: POLLIN) { continue }
      guard count > 0 else { throw ended(isInFrame: isInFrame || offset > 0) }
      offset += count
    }
  }

  private func ended(isInFrame: Bool) -> Failure {
    if isCancelled.load(ordering: .sequentiallyConsistent) { return .cancelled }
    let exit = process.waitForExit()
    drainLog(waitingMilliseconds: 200) { _ in }
    return .ended(exit, isInFrame: isInFrame, hasGreeted: hasGreeted, log: log.latest)
  }

  private func write(_ bytes: [UInt8]) { bytes.withUnsafeBytes { write($0) } }

  private func write(_ bytes: UnsafeRawBufferPointer) {
    var offset = 0
    while offset < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
      let count = Foundation.send(process.connection, rest.baseAddress, rest.count, flags)
      if count < 0, errno == EINTR || errno == EAGAIN && waits(for: POLLOUT) { continue }
      guard count > 0 else { return }
      offset += count
    }
  }
}
