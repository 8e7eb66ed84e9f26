import Foundation
import Testing

/// A tmux server of this test's own.
final class Tmux {
  private let socket = "tfdiff-\(UUID())"

  init(_ command: String, columns: Int, rows: Int) throws {
    try run(["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", command])
  }

  deinit { _ = try? run(["kill-server"]) }

  @discardableResult func run(_ arguments: [String]) throws -> String {
    // Not Foundation's Process: it takes a child for alive as long as the server, its child, is.
    let output = try Scratch()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.handle.fileDescriptor, 1)
    // Threads of Swift's pool block most signals, and the program would inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let words = ([try #require(TmuxProgram.path), "-u", "-L", socket] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    try #require(posix_spawn(&process, words[0]!, &actions, &attributes, words, environ) == 0)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return output.text
  }

  /// Types all of them at once.
  func keys(_ keys: String...) throws { try run(["send-keys"] + keys) }
  func screen() throws -> String { try run(["capture-pane", "-p"]) }

  /// Waits until the screen shows a text.
  func see(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    var shown = ""
    repeat {
      shown = try screen()
      if shown.contains(text) { return }
      usleep(20_000)
    } while ContinuousClock.now < deadline
    Issue.record("'\(text)' is not on the screen:\n\(shown)", sourceLocation: sourceLocation)
  }
}

enum TmuxProgram {
  static let path = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/bin/tmux"]
    .first(where: FileManager.default.isExecutableFile)
  /// CI must have it: there the tests fail without.
  static let isThere = path != nil || ProcessInfo.processInfo.environment["CI"] != nil
}
