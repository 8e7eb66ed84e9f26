import Foundation
import Testing

/// Protects: the program in a shell in tmux, as a person has it: suspended, resized, stopped or
/// crashed, it and the shell come back usable.
@Suite(.serialized, .enabled(if: TmuxProgram.isThere, "tmux is not installed: apt-get install tmux"))
struct TmuxTests {
  /// A tmux server of this test's own.
  final class Tmux {
    private let socket = "tfdiff-\(UUID())"

    init(columns: Int = 100, rows: Int = 12) throws {
      try run([
        "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
        "env LANG=C.UTF-8 SWIFT_BACKTRACE=enable=no PS1='% ' bash --norc --noprofile",
      ])
      try eventually("the shell is there") { try screen().contains("%") }
    }

    deinit { _ = try? run(["kill-server"]) }

    @discardableResult func run(_ arguments: [String]) throws -> String {
      try ChildProcess.output(of: [#require(TmuxProgram.path), "-u", "-L", socket] + arguments)
    }

    func keys(_ keys: String...) throws { try run(["send-keys"] + keys) }
    func screen() throws -> String { try run(["capture-pane", "-p"]) }
    func resize(columns: Int, rows: Int) throws {
      try run(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }
  }

  private func see(_ tmux: Tmux, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    var seen = ""
    try eventually("\(text) is on the screen", sourceLocation: sourceLocation) {
      seen = try tmux.screen()
      return seen.contains(text)
    }
    #expect(seen.contains(text), sourceLocation: sourceLocation)
  }

  @Test func suspendsAndComesBack() throws {
    let tmux = try Tmux()
    try tmux.keys("\(ChildProcess.probe) loop", "Enter")
    try see(tmux, "ready 0 events")
    try tmux.keys("C-z")
    try see(tmux, "Stopped")
    #expect(try !tmux.screen().contains("ready"))
    try tmux.keys("stty -a | grep -o ' icanon'; echo modes=$?", "Enter")
    try see(tmux, "modes=0")
    try tmux.keys("fg", "Enter")
    try see(tmux, "ready 1 events")
    try tmux.keys("Up")
    try see(tmux, "Key.up")
    try tmux.keys("q")
    try see(tmux, "%")
    try eventually("the shell's screen is back") { try tmux.screen().contains("modes=0") }
  }

  @Test func aResizeWhileSuspendedIsNoticed() throws {
    let tmux = try Tmux()
    try tmux.keys("\(ChildProcess.probe) loop", "Enter")
    try see(tmux, "ready 0 events")
    try tmux.keys("C-z")
    try see(tmux, "Stopped")
    try tmux.resize(columns: 120, rows: 9)
    try tmux.keys("fg", "Enter")
    try see(tmux, "ready 2 events")
    try see(tmux, "resize(TFDiffUI.Size(columns: 120, rows: 9))")
    try tmux.keys("q")
  }

  @Test func anExternalStopIsASuspension() throws {
    let tmux = try Tmux()
    try tmux.keys("\(ChildProcess.probe) loop", "Enter")
    try see(tmux, "ready 0 events")
    let pane = try tmux.run(["display-message", "-p", "#{pane_pid}"]).trimmingCharacters(
      in: .whitespacesAndNewlines)
    let children = try String(contentsOfFile: "/proc/\(pane)/task/\(pane)/children", encoding: .utf8)
    let child = try #require(pid_t(children.trimmingCharacters(in: .whitespaces)))
    kill(child, SIGTSTP)
    try see(tmux, "Stopped")
    try tmux.keys("fg", "Enter")
    try see(tmux, "ready 1 events")
    kill(child, SIGSTOP)
    try see(tmux, "Stopped")
    try tmux.keys("fg", "Enter")
    try see(tmux, "ready 2 events")
    try tmux.keys("q")
  }

  @Test func followsTheWindow() throws {
    let tmux = try Tmux()
    try tmux.keys("\(ChildProcess.probe) loop", "Enter")
    try see(tmux, "ready 0 events")
    try tmux.resize(columns: 110, rows: 20)
    try see(tmux, "resize(TFDiffUI.Size(columns: 110, rows: 20))")
    try tmux.resize(columns: 90, rows: 8)
    try see(tmux, "ready 2 events, 3 paints, last input(TFDiffUI.InputEvent.resize(TFDiffUI.Size(colum")
    try tmux.keys("q")
  }

  @Test func aCrashLeavesTheShellUsable() throws {
    let tmux = try Tmux()
    try tmux.keys("clear; \(ChildProcess.probe) segv; echo status=$?", "Enter")
    try see(tmux, "status=139")
    let screen = try tmux.screen()
    #expect(screen.contains("held back"))
    #expect(!screen.contains("ready"))
    try tmux.keys("echo typed", "Enter")
    try see(tmux, "\ntyped\n")
  }
}

private enum TmuxProgram {
  static let path = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/bin/tmux"]
    .first(where: FileManager.default.isExecutableFile)
  /// CI must have it: there the tests fail without.
  static let isThere = path != nil || ProcessInfo.processInfo.environment["CI"] != nil
}
