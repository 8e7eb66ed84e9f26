import Foundation
import TFDiffTerminal
import Testing

/// Protects: a program that dies with the terminal taken leaves it usable, its last words readable and its exit status true.
@Suite struct TerminalRestoreTests {
  static let environment = [
    "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
    // The crash report is the toolchain's; what it prints, and how long it takes, are not ours to test.
    "SWIFT_BACKTRACE": "enable=no",
  ]

  private func expectRestored(_ terminal: PseudoTerminal, modes before: [UInt64]) {
    eventually("the terminal's modes are as before") { terminal.modes == before }
    for sequence in ["\u{1B}[?1049l", "\u{1B}[?1006l", "\u{1B}[?1000l", "\u{1B}[?2004l", "\u{1B}[?25h"] {
      terminal.expect(sequence)
    }
    let seen = TerminalEmulator(columns: 80, rows: 24, output: terminal.output)
    #expect(seen.modes.isDisjoint(with: ["?1049", "?1000", "?1002", "?1006", "?2004"]))
  }

  private func start(_ mode: String, on terminal: PseudoTerminal) throws -> ChildProcess {
    try ChildProcess([ChildProcess.probe, mode], on: terminal, environment: Self.environment)
  }

  @Test(arguments: [
    ("segv", ChildProcess.Ending.signalled(SIGSEGV)), ("abort", .signalled(SIGABRT)), ("fpe", .signalled(SIGFPE)),
    ("worker", .signalled(SIGSEGV)), ("exit", .exited(7)), ("throw", .exited(3)),
  ])
  func restoresHoweverItEnds(mode: String, expected: ChildProcess.Ending) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    let process = try start(mode, on: terminal)
    #expect(process.ending() == expected)
    terminal.expect("ready")
    expectRestored(terminal, modes: before)
  }

  /// A test of its own, which ThreadSanitizer leaves out.
  @Test func restoresWhereTheStackIsUsedUp() throws {
    try restoresHoweverItEnds(mode: "overflow", expected: .signalled(SIGSEGV))
  }

  /// What the program had to say about its end must not vanish with the second screen.
  @Test func aTrapShowsItsMessageAfterwards() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    let ending = try start("trap", on: terminal).ending()
    #expect([.signalled(SIGILL), .signalled(SIGTRAP)].contains(ending))
    expectRestored(terminal, modes: before)
    terminal.expect("planned trap")
    let text = terminal.text
    let left = try #require(text.range(of: "\u{1B}[?1049l"))
    let held = try #require(text.range(of: "held back"))
    let message = try #require(text.range(of: "planned trap"))
    #expect(left.upperBound <= held.lowerBound && held.upperBound <= message.lowerBound)
  }

  /// A terminal obeys nothing of what libraries wrote meanwhile. Where there is time, letters are shown as they are.
  @Test(arguments: [
    ("loop", #"held back \x1b]52;c;aGVsZA==\x07 \x9b2J é"#), ("throw", #"held back \x1b]52;c;aGVsZA==\x07 \x9b2J é"#),
    ("segv", #"held back \x1b]52;c;aGVsZA==\x07 \xc2\x9b2J \xc3\xa9"#),
    ("exit", #"held back \x1b]52;c;aGVsZA==\x07 \xc2\x9b2J \xc3\xa9"#),
  ])
  func whatLibrariesWroteIsShownAndNotObeyed(mode: String, shown: String) throws {
    let terminal = try PseudoTerminal()
    let process = try start(mode, on: terminal)
    terminal.expect("ready")
    if mode == "loop" { kill(process.id, SIGTERM) }
    _ = process.ending()
    terminal.expect(shown)
    #expect(!terminal.text.contains("\u{1B}]52;") && !terminal.text.contains("\u{9B}"))
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func aSignalEndsTheProgramInOrder(number: Int32) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    let process = try start("loop", on: terminal)
    terminal.expect("ready")
    kill(process.id, number)
    #expect(process.ending() == .exited(128 + number))
    expectRestored(terminal, modes: before)
  }

  /// Signals that a program may give a meaning and this one does not: it ends by them as any other.
  @Test(arguments: [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGQUIT, SIGPIPE, SIGIO, SIGXCPU, 34, 47, 64])
  func anyOtherSignalRestoresToo(number: Int32) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    let process = try start("loop", on: terminal)
    terminal.expect("ready")
    kill(process.id, number)
    #expect(process.ending() == .signalled(number))
    expectRestored(terminal, modes: before)
  }

  /// The kernel and the shell both say so when a terminal goes away.
  @Test func manyHangupsAreOneOrderlyEnd() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    let process = try start("loop", on: terminal)
    terminal.expect("ready")
    kill(process.id, SIGSTOP)
    for _ in 0..<3 { kill(process.id, SIGHUP) }
    kill(process.id, SIGCONT)
    #expect(process.ending() == .exited(128 + SIGHUP))
    expectRestored(terminal, modes: before)
  }

  @Test func aPipeWithoutAReaderIsNoEnd() throws {
    let terminal = try PseudoTerminal()
    let process = try start("pipe", on: terminal)
    terminal.expect("ready")
    terminal.expect("Broken pipe")
    #expect(process.ending() == .exited(0))
  }

  /// A program that no longer reads its signals can still be ended.
  @Test func aSecondSignalEndsAStuckProgram() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    let process = try start("stuck", on: terminal)
    terminal.expect("ready")
    var status: Int32 = 0
    eventually("the program ends") {
      kill(process.id, SIGTERM)
      return waitpid(process.id, &status, WNOHANG) == process.id
    }
    #expect(status & 0x7F == SIGTERM)
    expectRestored(terminal, modes: before)
  }

  @Test func aTerminalThatGoesAwayEndsTheProgram() throws {
    let terminal = try PseudoTerminal()
    let process = try start("loop", on: terminal)
    terminal.expect("ready")
    terminal.hangUp()
    let ending = process.ending()
    #expect([.exited(0), .exited(128 + SIGHUP)].contains(ending))
  }

  /// ncurses sends RGB only on a terminal whose description has direct colour; few machines have one installed.
  @Test func directColorTerminalsGetRGB() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tfdiff-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appendingPathComponent("direct.ti")
    try #"""
    tfdiff-direct|xterm with direct colour,
      RGB, colors#0x1000000, pairs#0x7FFF, ccc@, initc@, use=xterm-256color,
      setab=\E[%?%p1%{8}%<%t4%p1%d%e48:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m,
      setaf=\E[%?%p1%{8}%<%t3%p1%d%e38:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m,

    """#.write(to: source, atomically: true, encoding: .utf8)
    _ = try ChildProcess.output(of: ["/usr/bin/tic", "-x", "-o", folder.path, source.path])
    let terminal = try PseudoTerminal()
    let environment = Self.environment.merging(["TERM": "tfdiff-direct", "TERMINFO": folder.path]) { $1 }
    let process = try ChildProcess([ChildProcess.probe, "exit"], on: terminal, environment: environment)
    #expect(process.ending() == .exited(7))
    terminal.expect("ready trueColor")
    terminal.expect("38:2::255:160:60m")
  }
}
