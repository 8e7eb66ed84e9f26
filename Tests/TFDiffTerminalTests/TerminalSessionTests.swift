import Foundation
import TFDiffTensor
import TFDiffTerminal
import TFDiffUI
import Testing

/// Protects: the terminal and the signals are given back as they were, and one that will not do is left alone
/// and named. Everything that runs ncurses in this process; ncurses is one per process, so one test at a time.
@Suite(.serialized) struct TerminalSessionTests {
  static let utf8 = ["LANG": "C.UTF-8"]

  func open(
    _ terminal: PseudoTerminal, name: String? = "xterm-256color", _ variables: [String: String] = utf8,
    allowsUnicode: Bool = true
  ) throws -> TerminalSession {
    var options = TerminalOptions()
    options.terminal = .descriptors(input: terminal.device, output: terminal.device)
    let environment = variables.merging(name.map { ["TERM": $0] } ?? [:]) { first, _ in first }
    options.environment = { environment[$0] }
    options.holdsStandardError = false
    options.allowsUnicode = allowsUnicode
    return try TerminalSession.open(options)
  }

  /// What a person would see after `session` painted.
  func seen(_ terminal: PseudoTerminal, _ session: TerminalSession) -> TerminalEmulator {
    terminal.sync()
    return TerminalEmulator(columns: session.size.columns, rows: session.size.rows, output: terminal.output)
  }

  func screen(_ size: Size, _ lines: [String], style: Style = .plain) -> Screen {
    var screen = Screen(size: size)
    for (row, line) in lines.enumerated() {
      for (column, character) in line.enumerated() {
        screen[column, row] = Cell(String(character), style: style)
      }
    }
    return screen
  }

  // MARK: Taking and giving back

  @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "linux", "vt100", "rxvt-unicode-256color"])
  func theTerminalIsGivenBackAsItWas(name: String) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    let session = try open(terminal, name: name)
    #expect(terminal.modes != before)
    session.paint(screen(session.size, ["hello"]))
    session.close()
    session.close()
    #expect(terminal.modes == before)
    let seen = seen(terminal, session)
    #expect(seen.modes.isDisjoint(with: ["?1049", "?1000", "?1002", "?1006", "?2004"]))
    #expect(terminal.text.contains("\u{1B}[?2004l"))
    session.paint(screen(session.size, ["too late"]))
    #expect(session.copy(VisibleText("too late")) == .unavailable)
    #expect(!self.seen(terminal, session).line(0).contains("late"))
  }

  @Test func aSessionThatGoesAwayGivesTheTerminalBack() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    do { _ = try open(terminal).size }
    #expect(terminal.modes == before)
    terminal.expect("\u{1B}[?1049l")
  }

  @Test func signalsMeanAgainWhatTheyMeant() throws {
    func handlers() -> [UInt] {
      [SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT, SIGSEGV, SIGABRT, SIGQUIT].map { number in
        var action = sigaction()
        sigaction(number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self)
      }
    }
    let before = handlers()
    let session = try open(try PseudoTerminal())
    #expect(zip(handlers(), before).allSatisfy { $0 != $1 })
    session.close()
    #expect(handlers() == before)
  }

  /// Under nohup SIGHUP is ignored so that the program outlives its terminal.
  @Test func anIgnoredSignalStaysIgnored() throws {
    func isIgnored() -> Bool {
      var action = sigaction()
      sigaction(SIGHUP, nil, &action)
      return unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self) == 1
    }
    let before = Foundation.signal(SIGHUP, SIG_IGN)
    defer { Foundation.signal(SIGHUP, before) }
    let session = try open(try PseudoTerminal())
    #expect(isIgnored())
    session.close()
    #expect(isIgnored())
  }

  @Test func onlyOneSessionAtATime() throws {
    let session = try open(try PseudoTerminal())
    let other = try PseudoTerminal()
    let before = other.modes
    #expect(throws: TerminalError.alreadyOpen) { try open(other) }
    #expect(other.modes == before)
    session.close()
    try open(other).close()
  }

  @Test func whatIsNoTerminalIsNamed() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { ends.forEach { _ = close($0) } }
    let terminal = try PseudoTerminal()
    var options = TerminalOptions()
    options.terminal = .descriptors(input: terminal.device, output: ends[1])
    let error = #expect(throws: TerminalError.notATerminal(stream: "descriptor \(ends[1])")) {
      try TerminalSession.open(options)
    }
    #expect(error?.description.contains("tfdiff-tui check") == true)
    options.terminal = .descriptors(input: ends[0], output: terminal.device)
    #expect(throws: TerminalError.notATerminal(stream: "descriptor \(ends[0])")) {
      try TerminalSession.open(options)
    }
  }

  @Test(
    arguments: [
      (nil, TerminalError.unknownTerminal(name: nil)),
      ("", .unknownTerminal(name: nil)),
      ("no-such-terminal", .unknownTerminal(name: "no-such-terminal")),
      ("../../etc/passwd", .unknownTerminal(name: "../../etc/passwd")),
      ("dumb", .unsuitableTerminal(name: "dumb", missing: "cursor movement")),
    ] as [(String?, TerminalError)])
  func aTerminalThatWillNotDoIsLeftAlone(name: String?, expected: TerminalError) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    let error = #expect(throws: expected) { try open(terminal, name: name) }
    #expect(error?.description.contains("tfdiff-tui check") == true)
    #expect(terminal.modes == before)
    try open(terminal).close()
  }
}
