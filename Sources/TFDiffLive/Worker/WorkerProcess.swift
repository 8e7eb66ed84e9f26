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
      life = try ProcessLife(of: launch)
    } catch {
      ends.closeOurs()
      throw error
    }
    (self.connection, log) = (ends.ourConnection, ends.ourLog)
  }

  deinit {
    let life = life
    close(connection)
    close(log)
    // Waiting for it takes a while, and nobody needs to wait with us.
    if life.exit == nil { DispatchQueue.global().async { _ = life.end(within: Self.grace) } }
  }

  /// Readable once the process has ended, whoever holds its connection then.
  var end: Int32 { life.end }

  /// Ends the conversation: the worker is to stop, and a read under way finds nothing more. From any thread.
  func hangUp() { shutdown(connection, Int32(SHUT_RDWR)) }

  /// How it ended, once it has; one that lingers after its connection broke is killed.
  func waitForExit() -> ProcessExit? { life.end(within: Self.grace) }
}
