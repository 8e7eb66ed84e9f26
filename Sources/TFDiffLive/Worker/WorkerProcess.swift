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
  private let life: ProcessLife
  private let isEnding = Atomic(false)

  /// How long a worker may take to tidy up once its connection is gone.
  private static let grace = Duration.seconds(2)

  /// - Parameters:
  ///   - command: the words of the command; the first is looked up on the PATH.
  ///   - server: what forks the same off where it can; nil where there is none.
  /// - Throws: `ProcessLaunchError`.
  init(command: [String], forkedBy server: ForkServer? = nil) throws(ProcessLaunchError) {
    let ends = try WorkerDescriptors()
    let connection = ProcessLaunch.Stream.descriptor(ends.theirConnection)
    let launch = ProcessLaunch(
      command, input: connection, output: connection, errors: .descriptor(ends.theirLog), group: .session)
    do throws(ProcessLaunchError) {
      life = try ProcessLife { () throws(ProcessLaunchError) -> any StartedProcess in
        guard let server else { return try ChildProcess(launch) }
        return try ForkedProcess(server, connection: ends.theirConnection, log: ends.theirLog, launch: launch)
      }
    } catch {
      ends.closeOurs()
      ends.closeTheirs()
      throw error
    }
    // A process that is forked off is given them later.
    if server == nil { ends.closeTheirs() }
    (self.connection, log) = (ends.ourConnection, ends.ourLog)
  }

  deinit {
    endSoon()
    close(connection)
    close(log)
  }

  /// Readable once the process has ended, whoever holds its connection then.
  var end: Int32 { life.end }

  /// Ends the conversation: the worker is to stop, and a read under way finds nothing more. One that lingers is killed, as what
  /// holds Python's lock never learns that it is to stop. From any thread; does not wait.
  func hangUp() {
    shutdown(connection, Int32(SHUT_RDWR))
    endSoon()
  }

  /// Sees to it that the process ends. Waiting for that takes a while, and nobody needs to wait with us.
  private func endSoon() {
    let life = life
    guard life.exit == nil, !isEnding.exchange(true, ordering: .relaxed) else { return }
    DispatchQueue.global().async { _ = life.end(within: Self.grace) }
  }

  /// How it ended, once it has; one that lingers after its connection broke is killed.
  func waitForExit() -> ProcessExit? { life.end(within: Self.grace) }
}
