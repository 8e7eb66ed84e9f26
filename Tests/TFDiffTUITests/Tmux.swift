import Foundation
import TFDiffProcesses
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
    let command = [try #require(TmuxProgram.path), "-u", "-L", socket] + arguments
    let process = try ProcessLaunch(
      command, input: .null, output: .descriptor(output.handle.fileDescriptor)
    ).start()
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
