import Foundation
import Synchronization
import TFDiffProcesses

/// A process that a ``ForkServer`` forks off; where that does not, because it could not start or is gone, a child that is started
/// as any other.
final class ForkedProcess: StartedProcess {
  private let server: ForkServer
  private let launch: ProcessLaunch
  /// What its connection and its log are to it, open until it has them itself.
  private let connection: Int32
  private let log: Int32
  /// On which the server says how it fares, and is told by its end that it is wanted no more.
  private let life: Int32
  private let theirLife: Int32
  private let state = Mutex(State())

  private struct State {
    var isUnwanted = false
    var child: ChildProcess?
  }

  /// Takes possession of both descriptors.
  ///
  /// - Parameter launch: what starts the same in a child.
  /// - Throws: `ProcessLaunchError` where no more files can be opened.
  init(_ server: ForkServer, connection: Int32, log: Int32, launch: ProcessLaunch) throws(ProcessLaunchError) {
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, WorkerDescriptors.stream, 0, &pair) == 0 else {
      throw ProcessLaunchError(command: launch.command, code: errno)
    }
    for descriptor in pair { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    (life, theirLife) = (pair[0], pair[1])
    (self.server, self.launch, self.connection, self.log) = (server, launch, connection, log)
  }

  deinit { close(life) }

  func waitForEnd() -> ProcessExit? {
    let isAsked = server.fork(connection: connection, log: log, life: theirLife)
    close(theirLife)
    let id = isAsked ? number() : nil
    guard let id else { return runChild() }
    closeStreams()
    LiveWorkers.shared.add(id)
    defer { LiveWorkers.shared.remove(id) }
    if let status = number() { return ProcessExit(waitStatus: status) }
    // The server was killed, and nobody is left who could say how the worker ended.
    _ = Foundation.kill(-id, SIGKILL)
    return .signal(SIGKILL)
  }

  func kill() {
    let child = state.withLock { state in
      state.isUnwanted = true
      return state.child
    }
    if let child { child.kill() } else { shutdown(life, Int32(SHUT_WR)) }
  }

  private func runChild() -> ProcessExit? {
    defer { closeStreams() }
    let child = state.withLock { state -> ChildProcess? in
      guard !state.isUnwanted else { return nil }
      state.child = try? ChildProcess(launch)
      return state.child
    }
    return child?.waitForEnd()
  }

  private func closeStreams() {
    close(connection)
    close(log)
  }

  /// The next number that the server says, on a line of its own; nil once it says no more.
  private func number() -> Int32? {
    var digits: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let count = read(life, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { return Int32(String(decoding: digits, as: UTF8.self)) }
      digits.append(byte)
    }
  }
}
