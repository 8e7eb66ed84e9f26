import Foundation
import TFDiffTensor
import TFDiffTerminal
import TFDiffUI
import Testing

/// What is typed, pressed and signalled, as the loop reports it.
extension TerminalSessionTests {
  /// To the process, because the test's own thread, one of Swift's pool, blocks most signals.
  func signal(_ number: Int32) { kill(getpid(), number) }

  /// Runs the loop until `q`; returns what it reported.
  func events(
    of session: TerminalSession, starting: () -> Void = {}, each: (LoopEvent<Int>) -> Void = { _ in }
  ) throws -> (events: [LoopEvent<Int>], repaints: Int, end: LoopEnd) {
    let loop = EventLoop(source: session, mailbox: try Mailbox<Int>())
    var events: [LoopEvent<Int>] = []
    var repaints = 0
    loop.tickInterval = .seconds(20)
    let end = loop.run { event in
      if event == .tick {
        Issue.record("nothing happened for 20 seconds after \(events)")
        return .stop
      }
      if event == .input(.key(.character("q"))) { return .stop }
      events.append(event)
      each(event)
      return .proceed
    } repaint: {
      repaints += 1
      session.paint(Screen(size: session.size))
      if repaints == 1 { starting() }
    }
    return (events, repaints, end)
  }

  @Test func keysMouseAndPasteArrive() throws {
    let terminal = try PseudoTerminal()
    let session = try open(terminal, name: "linux")
    defer { session.close() }
    let result = try events(of: session) {
      terminal.type("jé\u{1B}[A\u{1B}[[A\u{1B}x\u{3}\r\u{1B}[200~a\rb\u{1B}[201~\u{1B}[<65;4;2Mq")
    }
    #expect(
      result.events == [
        .input(.key(.character("j"))), .input(.key(.character("é"))), .input(.key(.up)),
        .input(.key(.function(1))), .input(.key(.alt("x"))), .input(.key(.control("c"))),
        .input(.key(.enter)), .input(.paste("a\nb")),
        .input(.mouse(MouseEvent(kind: .scrollDown, location: Point(column: 3, row: 1)))),
      ])
    #expect(result.end == .stopped)
  }

  @Test func escapeAloneArrivesWithoutAnotherKey() throws {
    let terminal = try PseudoTerminal()
    let session = try open(terminal)
    defer { session.close() }
    let result = try events(of: session) {
      terminal.type([0x1B])
    } each: { event in
      if event == .input(.key(.escape)) { terminal.type("q") }
    }
    #expect(result.events == [.input(.key(.escape))])
  }

  @Test func aBurstOfResizesCostsOneRepaint() throws {
    let terminal = try PseudoTerminal()
    let session = try open(terminal)
    defer { session.close() }
    let result = try events(of: session) {
      for step in 1...100 {
        terminal.resize(columns: 80 + step, rows: 24 + step % 10)
        signal(SIGWINCH)
      }
    } each: { event in
      if event == .input(.resize(Size(columns: 180, rows: 24))) { terminal.type("q") }
    }
    #expect(result.events == [.input(.resize(Size(columns: 180, rows: 24)))])
    #expect(result.repaints == 2)
    #expect(session.size == Size(columns: 180, rows: 24))
  }

  @Test func afterAResizeTheWholeScreenIsDrawn() throws {
    let terminal = try PseudoTerminal(columns: 30, rows: 5)
    let session = try open(terminal)
    defer { session.close() }
    session.paint(screen(session.size, ["first", "second"]))
    terminal.settle()
    terminal.resize(columns: 50, rows: 8)
    _ = try events(of: session) {
      signal(SIGWINCH)
    } each: { _ in
      terminal.type("q")
    }
    session.paint(screen(session.size, ["first", "second", "", "", "", "", "", "last"]))
    let seen = seen(terminal, session)
    #expect(seen.line(0) == "first")
    #expect(seen.line(7) == "last")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func aRequestToEndIsAnEvent(number: Int32) throws {
    let terminal = try PseudoTerminal()
    let session = try open(terminal)
    defer { session.close() }
    let result = try events(of: session) {
      signal(number)
    } each: { _ in
      terminal.type("q")
    }
    #expect(result.events == [.signal(number)])
  }

  /// Whoever closed the terminal in order goes on, as a test's process does: nothing may end it later.
  @Test func aHangupsCountDownEndsWithTheSession() throws {
    let terminal = try PseudoTerminal()
    let session = try open(terminal)
    _ = try events(of: session) {
      signal(SIGHUP)
    } each: { _ in
      terminal.type("q")
    }
    session.close()
    #expect(alarm(0) == 0)
  }

  @Test func aHangupEndsTheLoop() throws {
    let terminal = try PseudoTerminal()
    let session = try open(terminal)
    defer { session.close() }
    let result = try events(of: session) { terminal.hangUp() }
    #expect(result.events == [.hangup])
    #expect(result.end == .hangup)
  }

  // MARK: Mouse and clipboard

  @Test func theMouseCanBeLeftToTheTerminal() throws {
    let terminal = try PseudoTerminal()
    let session = try open(terminal)
    defer { session.close() }
    #expect(seen(terminal, session).modes.isSuperset(of: ["?1000", "?1002", "?1006"]))
    session.setMouse(enabled: false)
    #expect(seen(terminal, session).modes.isDisjoint(with: ["?1000", "?1002", "?1006"]))
    session.setMouse(enabled: true)
    #expect(seen(terminal, session).modes.contains("?1006"))
  }

  @Test func copyingLeavesTheScreenAlone() throws {
    let terminal = try PseudoTerminal(columns: 40, rows: 3)
    let session = try open(terminal, Self.utf8.merging(["TMUX": "/tmp/tmux-0/default,1,0"]) { $1 })
    defer { session.close() }
    session.paint(screen(session.size, ["before"]))
    #expect(session.copy(VisibleText("Mixed_5b")) == .sent(bytes: 8))
    session.paint(screen(session.size, ["after!"]))
    let seen = seen(terminal, session)
    #expect(terminal.text.contains("\u{1B}]52;c;TWl4ZWRfNWI=\u{7}"))
    #expect(terminal.text.contains("\u{1B}Ptmux;\u{1B}\u{1B}]52;c;TWl4ZWRfNWI=\u{7}\u{1B}\\"))
    #expect(seen.unknown == [])
  }
}
