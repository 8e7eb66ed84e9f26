import Foundation
import Testing

/// A program with a pseudo terminal as its controlling terminal.
struct ChildProcess {
  enum Ending: Equatable {
    case exited(Int32)
    case signalled(Int32)
  }

  struct Failure: Error { var code: Int32 }

  let id: pid_t

  /// Executables are built beside the tests.
  static var probe: String {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let besideTests = tests.deletingLastPathComponent().appendingPathComponent("tfdiff-terminal-probe")
    if FileManager.default.isExecutableFile(atPath: besideTests.path) { return besideTests.path }
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return bundle.appendingPathComponent("tfdiff-terminal-probe").path
  }

  init(_ arguments: [String], on terminal: PseudoTerminal, environment: [String: String]) throws {
    // A new session takes the first terminal it opens for its own (glibc's POSIX_SPAWN_SETSID).
    id = try Self.spawn(arguments, environment: environment, flags: 0x80) { actions in
      for descriptor: Int32 in 0...2 {
        posix_spawn_file_actions_addopen(&actions, descriptor, terminal.path, O_RDWR, 0)
      }
    }
  }

  /// Runs a program to its end and returns what it wrote to standard output. (Foundation's `Process` waits for
  /// daemons the program leaves behind, too.)
  static func output(of arguments: [String]) throws -> String {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(code: errno) }
    defer { close(ends[0]) }
    let environment = ProcessInfo.processInfo.environment
    let id = try spawn(arguments, environment: environment, flags: 0) { actions in
      posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
      ends.forEach { _ = posix_spawn_file_actions_addclose(&actions, $0) }
    }
    close(ends[1])
    let data = FileHandle(fileDescriptor: ends[0], closeOnDealloc: false).readDataToEndOfFile()
    var status: Int32 = 0
    waitpid(id, &status, 0)
    return String(decoding: data, as: UTF8.self)
  }

  private static func spawn(
    _ arguments: [String], environment: [String: String], flags: Int32,
    descriptors: (inout posix_spawn_file_actions_t) -> Void
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    descriptors(&actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Threads of Swift's pool block most signals, and a child would inherit that.
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(flags | Int32(POSIX_SPAWN_SETSIGMASK)))
    let words = arguments.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, arguments[0], &actions, &attributes, words, variables)
    guard code == 0 else { throw Failure(code: code) }
    return id
  }

  /// How it ended; nil, and a recorded issue, if it does not.
  func ending() -> Ending? {
    var status: Int32 = 0
    var isOver = false
    eventually("process \(id) ends") {
      isOver = waitpid(id, &status, WNOHANG) == id
      return isOver
    }
    guard isOver else {
      kill(id, SIGKILL)
      waitpid(id, &status, 0)
      return nil
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }
}
