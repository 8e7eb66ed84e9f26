import Foundation
import Synchronization
import TFDiffProcesses

/// A process that has been started, and whoever notices its end.
protocol StartedProcess: Sendable {
  /// Waits for its end, ends what it left behind in its group, and says how it ended; nil where that cannot be known.
  func waitForEnd() -> ProcessExit?
  /// Ends it with its group, wherever it is; nothing where it has ended.
  func kill()
}

/// A child of this process.
final class ChildProcess: StartedProcess {
  private let id: pid_t
  private let hasEnded = Mutex(false)

  /// - Throws: `ProcessLaunchError`.
  init(_ launch: ProcessLaunch) throws(ProcessLaunchError) {
    id = try launch.start()
    LiveWorkers.shared.add(id)
  }

  func waitForEnd() -> ProcessExit? {
    var info = siginfo_t()
    while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    return hasEnded.withLock { hasEnded in
      // Before its id is given up, so that it cannot be another's.
      _ = Foundation.kill(-id, SIGKILL)
      var status: Int32 = 0
      while waitpid(id, &status, 0) != id, errno == EINTR {}
      hasEnded = true
      LiveWorkers.shared.remove(id)
      return ProcessExit(waitStatus: status)
    }
  }

  func kill() {
    // Not once its status has been taken: the id may be another's.
    hasEnded.withLock { if !$0 { _ = Foundation.kill(-id, SIGKILL) } }
  }
}
