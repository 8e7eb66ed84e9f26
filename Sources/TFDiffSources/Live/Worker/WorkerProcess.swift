import Foundation
import Synchronization

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
  private let exit = Mutex<WorkerExit?>(nil)

  /// How long a worker may take to tidy up once its connection is gone.
  private static let grace = Duration.seconds(2)

  /// - Parameter command: the words of the command; the first is looked up on the PATH.
  /// - Throws: ``SpawnError``.
  init(command: [String]) throws(SpawnError) {
    let ends = try WorkerDescriptors()
    defer { ends.closeTheirs() }
    do throws(SpawnError) {
      id = try Self.spawn(command, ends)
    } catch {
      ends.closeOurs()
      throw error
    }
    (connection, log) = (ends.ourConnection, ends.ourLog)
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
  func waitForExit() -> WorkerExit? {
    exit.withLock { exit in
      if exit == nil { exit = Self.collect(id, within: Self.grace) ?? Self.kill(id) }
      return exit
    }
  }

  private static func kill(_ id: pid_t) -> WorkerExit? {
    Foundation.kill(-id, SIGKILL)
    return collect(id, within: .seconds(10))
  }

  /// Waits for the process to end, ends what it left behind, and takes its status.
  private static func collect(_ id: pid_t, within limit: Duration) -> WorkerExit? {
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
    return WorkerExit(waitStatus: status)
  }

  private static func spawn(_ command: [String], _ ends: borrowing WorkerDescriptors) throws(SpawnError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends.theirConnection, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, ends.theirConnection, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, ends.theirLog, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals that we ignore would stay ignored in it.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | Self.newSession
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

    let words = command.map { strdup($0) }
    defer { for word in words { free(word) } }
    var id: pid_t = 0
    let code = posix_spawnp(&id, command.first ?? "", &actions, &attributes, words + [nil], environ)
    guard code == 0 else { throw SpawnError(command: command, code: code) }
    return id
  }

  /// `POSIX_SPAWN_SETSID` of `<spawn.h>`, which is not visible from Swift.
  #if os(Linux)
    private static let newSession: Int32 = 0x80
  #else
    private static let newSession: Int32 = 0x0400
  #endif
}

/// A process that could not be started.
struct SpawnError: Error {
  var command: [String]
  /// As in `errno`.
  var code: Int32
}
