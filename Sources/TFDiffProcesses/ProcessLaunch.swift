import Foundation

/// A program to be started as a child process: the one place that starts programs.
///
/// No signal is blocked in it (threads of Swift's pool block most), and those that would end it are not ignored, whatever this
/// process does with them.
public struct ProcessLaunch: Sendable {
  /// What one of a child's standard streams is.
  public enum Stream: Sendable {
    /// This process's own.
    case inherited
    /// Empty to read from; what is written to it is gone.
    case null
    /// An open file of this process.
    case descriptor(Int32)
  }

  /// Whom a child belongs to, and so what ends together with it.
  public enum Group: Sendable {
    /// This process's group: Ctrl-C reaches the child too.
    case inherited
    /// A process group of its own, which can be signalled with all the child starts in it.
    case own
    /// A session of its own besides, without this process's terminal.
    case session
  }

  /// The words of the command; the first is a path, or a name that is looked up on the PATH.
  public var command: [String]
  /// nil for this process's own.
  public var environment: [String: String]?
  public var input: Stream
  public var output: Stream
  public var errors: Stream
  public var group: Group

  public init(
    _ command: [String], environment: [String: String]? = nil, input: Stream = .inherited, output: Stream = .inherited,
    errors: Stream = .inherited, group: Group = .inherited
  ) {
    self.command = command
    self.environment = environment
    self.input = input
    self.output = output
    self.errors = errors
    self.group = group
  }

  /// Starts it.
  ///
  /// - Returns: the id of the process, which the caller waits for.
  /// - Throws: ``ProcessLaunchError``.
  public func start() throws(ProcessLaunchError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (stream, descriptor) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (errors, STDERR_FILENO)] {
      switch stream {
      case .inherited: break
      case .null: posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
      case .descriptor(let open): posix_spawn_file_actions_adddup2(&actions, open, descriptor)
      }
    }
    var attributes = self.attributes
    defer { posix_spawnattr_destroy(&attributes) }
    let words = command.map { strdup($0) } + [nil]
    let variables = environment.map { $0.map { strdup("\($0)=\($1)") } + [nil] }
    defer { for pointer in words + (variables ?? []) { free(pointer) } }
    var id: pid_t = 0
    let program = command.first ?? ""
    var code = ETXTBSY
    // A file that was written just now is busy while a child that another thread forks meanwhile still has it open.
    for attempt in 0..<20 where code == ETXTBSY {
      if attempt > 0 { usleep(10_000) }
      code =
        if let variables {
          posix_spawnp(&id, program, &actions, &attributes, words, variables)
        } else {
          posix_spawnp(&id, program, &actions, &attributes, words, environ)
        }
    }
    guard code == 0 else { throw ProcessLaunchError(command: command, code: code) }
    return id
  }

  private var attributes: posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | groupFlag
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
    return attributes
  }

  private var groupFlag: Int32 {
    switch group {
    case .inherited: 0
    case .own: Int32(POSIX_SPAWN_SETPGROUP)
    case .session: Self.newSession
    }
  }

  /// `POSIX_SPAWN_SETSID` of `<spawn.h>`, which is not visible from Swift.
  #if os(Linux)
    private static let newSession: Int32 = 0x80
  #else
    private static let newSession: Int32 = 0x0400
  #endif
}

/// A program that could not be started.
public struct ProcessLaunchError: Error, Sendable, Equatable {
  public var command: [String]
  /// As in `errno`.
  public var code: Int32

  public init(command: [String], code: Int32) {
    self.command = command
    self.code = code
  }
}
