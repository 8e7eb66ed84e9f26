import Foundation
import Synchronization
import TFDiffProcesses

/// A process from its start to its end, which is noticed by the process itself: a stream of its own may be held open by
/// whatever it has forked.
///
/// A thread waits for the process.
final class ProcessLife: Sendable {
  /// Readable once the process has ended.
  let end: Int32
  private let process: any StartedProcess
  private let outcome = Mutex<ProcessExit?>(nil)

  /// How long one that was killed may take to be gone.
  private static let killing = Duration.seconds(10)

  /// - Throws: what `start` throws, and `ProcessLaunchError` where no more files can be opened.
  init(_ start: () throws(ProcessLaunchError) -> any StartedProcess) throws(ProcessLaunchError) {
    var pipe: [Int32] = [-1, -1]
    guard Foundation.pipe(&pipe) == 0 else { throw ProcessLaunchError(command: [], code: errno) }
    for descriptor in pipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    do throws(ProcessLaunchError) {
      process = try start()
    } catch {
      for descriptor in pipe { close(descriptor) }
      throw error
    }
    end = pipe[0]
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
      process.kill()
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
    let exit = process.waitForEnd()
    outcome.withLock { $0 = exit }
    close(writing)
  }
}
