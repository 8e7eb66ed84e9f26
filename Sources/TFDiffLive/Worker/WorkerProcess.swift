import Foundation
import Synchronization
import TFDiffProcesses

/// A process that speaks through its stdin and stdout, which are one socket, and whose stderr is a log.
///
/// It is the leader of a session of its own, so that a Ctrl-C meant for us does not reach it and that all it starts can be
/// ended with it. It lives no longer than this object, nor than our process.
final class WorkerProcess: Sendable {
  /// Our end of its stdin and stdout.
  let connection: Int32
  /// Our end of its stderr.
  let log: Int32
  let id: pid_t
  private let exit = Mutex<ProcessExit?>(nil)

  /// How long a worker may take to tidy up once its connection is gone.
  private static let grace = Duration.seconds(2)

  /// - Parameter command: the words of the command; the first is looked up on the PATH.
  /// - Throws: `ProcessLaunchError`.
  init(command: [String]) throws(ProcessLaunchError) {
    let ends = try WorkerDescriptors()
    defer { ends.closeTheirs() }
    let connection = ProcessLaunch.Stream.descriptor(ends.theirConnection)
    let launch = ProcessLaunch(
      command, input: connection, output: connection, errors: .descriptor(ends.theirLog), group: .session)
    do throws(ProcessLaunchError) {
      id = try launch.start()
    } catch {
      ends.closeOurs()
      throw error
    }
    (self.connection, log) = (ends.ourConnection, ends.ourLog)
    LiveWorkers.shared.add(id)
  }

  deinit {
    let id = id
    let isCollected = exit.withLock { $0 != nil }
    close(connection)
    close(log)
    if isCollected { return LiveWorkers.shared.remove(id) }
    // Waiting for it takes a while, and nobody needs to wait with us.
    DispatchQueue.global().async {
      _ = Self.collect(id, within: Self.grace) ?? Self.kill(id)
      LiveWorkers.shared.remove(id)
    }
  }

  /// Ends the conversation: the worker is to stop, and a read under way finds nothing more. From any thread.
  func hangUp() { shutdown(connection, Int32(SHUT_RDWR)) }

  /// How it ended, once it has; one that lingers after its connection broke is killed.
  func waitForExit() -> ProcessExit? {
    exit.withLock { exit in
      if exit == nil { exit = Self.collect(id, within: Self.grace) ?? Self.kill(id) }
      return exit
    }
  }

  private static func kill(_ id: pid_t) -> ProcessExit? {
    Foundation.kill(-id, SIGKILL)
    return collect(id, within: .seconds(10))
  }

  /// Waits for the process to end, ends what it left behind, and takes its status.
  private static func collect(_ id: pid_t, within limit: Duration) -> ProcessExit? {
    let end = ContinuousClock.now + limit
    var info = siginfo_t()
    while true {
      info.si_signo = 0
      guard waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) == 0 else { return nil }
      if info.si_signo != 0 { break }
      if ContinuousClock.now >= end { return nil }
      usleep(5000)
    }
    // Before its id is given up, so that it cannot be another's.
    Foundation.kill(-id, SIGKILL)
    var status: Int32 = 0
    guard waitpid(id, &status, 0) == id else { return nil }
    return ProcessExit(waitStatus: status)
  }
}
