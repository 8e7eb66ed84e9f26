import Foundation
import Synchronization
import TFDiffProcesses

/// A process from its start to its end, which is noticed by the process itself: a stream of its own may be held open by
/// whatever it has forked.
///
/// A thread waits for the process, ends what it left behind in its group, and takes its status.
final class ProcessLife: Sendable {
  /// Readable once the process has ended.
  let end: Int32
  private let id: pid_t
  private let outcome = Mutex<ProcessExit?>(nil)

  /// How long one that was killed may take to be gone.
  private static let killing = Duration.seconds(10)

  /// - Throws: `ProcessLaunchError`, also where no more files can be opened.
  init(of launch: ProcessLaunch) throws(ProcessLaunchError) {
    var pipe: [Int32] = [-1, -1]
    guard Foundation.pipe(&pipe) == 0 else { throw ProcessLaunchError(command: launch.command, code: errno) }
    for descriptor in pipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    do throws(ProcessLaunchError) {
      id = try launch.start()
    } catch {
      for descriptor in pipe { close(descriptor) }
      throw error
    }
    end = pipe[0]
    LiveWorkers.shared.add(id)
    let writing = pipe[1]
    // The thread keeps this object until the process is gone.
    Thread { self.watch(signalling: writing) }.start()
  }

  deinit { close(end) }

  /// How it ended; nil while it lasts.
  var exit: ProcessExit? { outcome.withLock { $0 } }

  /// Waits for its end, and kills it where that does not come within a time. Nil where even that did not end it.
  func end(within limit: Duration) -> ProcessExit? {
    if !hasEnded(within: limit) {
      // Not once its status has been taken: the id may be another's.
      outcome.withLock { if $0 == nil { _ = kill(-id, SIGKILL) } }
      _ = hasEnded(within: Self.killing)
    }
    return exit
  }

  private func hasEnded(within limit: Duration) -> Bool {
    var polled = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
    let end = ContinuousClock.now + limit
    while poll(&polled, 1, Int32(max(0, (end - .now) / .milliseconds(1)).rounded(.up))) < 0, errno == EINTR {}
    return polled.revents != 0
  }

  private func watch(signalling writing: Int32) {
    var info = siginfo_t()
    while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    outcome.withLock { outcome in
      // Before its id is given up, so that it cannot be another's.
      kill(-id, SIGKILL)
      var status: Int32 = 0
      while waitpid(id, &status, 0) != id, errno == EINTR {}
      outcome = ProcessExit(waitStatus: status)
    }
    LiveWorkers.shared.remove(id)
    close(writing)
  }
}
