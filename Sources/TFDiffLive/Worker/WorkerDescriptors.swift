import Foundation
import TFDiffProcesses

/// Both ends of a worker's connection and log, made so that no other process inherits ours.
struct WorkerDescriptors: ~Copyable {
  let ourConnection: Int32
  let theirConnection: Int32
  let ourLog: Int32
  let theirLog: Int32

  /// - Throws: `ProcessLaunchError` where no more files can be opened.
  init() throws(ProcessLaunchError) {
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Self.stream, 0, &pair) == 0 else { throw ProcessLaunchError(command: [], code: errno) }
    var pipe: [Int32] = [-1, -1]
    guard Foundation.pipe(&pipe) == 0 else {
      let code = errno
      for descriptor in pair { close(descriptor) }
      throw ProcessLaunchError(command: [], code: code)
    }
    for descriptor in pair + pipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    (ourConnection, theirConnection) = (pair[0], pair[1])
    (ourLog, theirLog) = (pipe[0], pipe[1])
  }

  func closeTheirs() {
    close(theirConnection)
    close(theirLog)
  }

  func closeOurs() {
    close(ourConnection)
    close(ourLog)
  }

  #if os(Linux)
    static let stream = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
  #else
    static let stream = SOCK_STREAM
  #endif
}
