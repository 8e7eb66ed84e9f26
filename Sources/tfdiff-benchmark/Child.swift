import Foundation

/// A program run to its end as a child process.
struct Child {
  /// From start to end, in seconds.
  let seconds: Double
  /// The most memory it had, in bytes.
  let peakMemory: Int

  /// Runs a program whose output goes nowhere.
  ///
  /// - Throws: ``BenchmarkError``; a status other than 0 is a failure.
  init(_ program: String, _ arguments: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    let started = ContinuousClock.now
    let process = try Self.spawn(program, arguments, &actions)
    var status: Int32 = 0
    var usage = rusage()
    wait4(process, &status, 0, &usage)
    seconds = (ContinuousClock.now - started) / .seconds(1)
    peakMemory = usage.ru_maxrss * 1024
    guard status == 0 else { throw BenchmarkError.failed(program: program, status: status >> 8) }
  }

  static func spawn(
    _ program: String, _ arguments: [String], _ actions: inout posix_spawn_file_actions_t,
    _ attributes: UnsafePointer<posix_spawnattr_t>? = nil
  ) throws -> pid_t {
    var process: pid_t = 0
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    let code = posix_spawn(&process, program, &actions, attributes, words, environ)
    guard code == 0 else { throw BenchmarkError.cannotStart(program: program, code: code) }
    return process
  }
}
