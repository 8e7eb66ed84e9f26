import Foundation
import TFDiffTerminal
import TFDiffUI
import Testing

/// Everything that runs ncurses in this process; ncurses is one per process, so one test at a time.
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
    #expect(session.copy("too late") == .unavailable)
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

  // MARK: Painting

  @Test func paintsTextStylesAndCursor() throws {
    let terminal = try PseudoTerminal(columns: 40, rows: 10)
    let session = try open(terminal)
    defer { session.close() }
    #expect(session.size == Size(columns: 40, rows: 10))
    #expect(
      session.capabilities == TerminalCapabilities(colors: .palette256, unicode: true, mouse: .sgr))
    var screen = screen(session.size, ["╭ Endpoints ─╮", "│ ✓ ⣿ 漢"])
    for (offset, style) in Self.styles.enumerated() { screen[offset, 3] = Cell("S", style: style.style) }
    screen[7, 1] = Cell("")
    screen[39, 9] = Cell("╯")
    screen.cursor = Point(column: 3, row: 2)
    session.paint(screen)
    let seen = seen(terminal, session)
    #expect(seen.line(0) == "╭ Endpoints ─╮")
    #expect(seen.line(1) == "│ ✓ ⣿ 漢")
    #expect(seen.spot(39, 9).text == "╯")
    for (offset, style) in Self.styles.enumerated() { #expect(seen.spot(offset, 3).look == style.look) }
    #expect(Point(column: seen.column, row: seen.row) == Point(column: 3, row: 2))
    #expect(seen.modes.isSuperset(of: ["?25", "?1049", "?1006", "?2004"]))
    #expect(seen.unknown == [])
  }

  static let styles: [(style: Style, look: TerminalEmulator.Look)] = [
    (Style(foreground: .rgb(255, 175, 0)), .init(foreground: "214")),
    (Style(foreground: .indexed(9), background: .rgb(0, 0, 95)), .init(foreground: "9", background: "17")),
    (Style(bold: true, dim: true), .init(attributes: [1, 2])),
    (Style(italic: true, underline: true), .init(attributes: [3, 4])),
    (Style(background: .indexed(4), reverse: true), .init(background: "4", attributes: [7])),
  ]

  @Test func onlyWhatChangedIsSent() throws {
    let terminal = try PseudoTerminal(columns: 120, rows: 40)
    let session = try open(terminal)
    defer { session.close() }
    var screen = screen(
      session.size, Array(repeating: String(repeating: "0.0123 ", count: 17), count: 40),
      style: Style(foreground: .rgb(90, 170, 250)))
    session.paint(screen)
    terminal.settle()
    session.paint(screen)
    screen[60, 20].text = "X"
    session.paint(screen)
    terminal.expect("X")
    #expect(terminal.output.count < 64)
  }

  /// The grid must not shift whatever a tensor's or a file's name contains.
  @Test func whatCannotBeShownIsReplaced() throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let session = try open(terminal)
    defer { session.close() }
    var screen = Screen(size: session.size)
    let cells = ["a", "\u{1B}", "\n", "\u{301}", "e\u{301}", "漢", "\u{9B}", "|"]
    for (column, text) in cells.enumerated() { screen[column, 0] = Cell(text) }
    screen[0, 1] = Cell("👩‍🚀")
    screen[1, 1] = Cell("")
    screen[2, 1] = Cell("|")
    screen[4, 1] = Cell("")
    // The screen's author takes this for two columns, the C library for one.
    screen[6, 1] = Cell("✔\u{FE0F}")
    screen[7, 1] = Cell("")
    screen[8, 1] = Cell("|")
    screen[19, 2] = Cell("漢")
    session.paint(screen)
    let seen = seen(terminal, session)
    #expect(seen.line(0) == "a���e\u{301}��|")
    #expect(seen.spot(0, 1).text.unicodeScalars.first == "👩")
    #expect(seen.spot(2, 1).text == "|")
    #expect([6, 7, 8].map { seen.spot($0, 1).text } == ["✔", " ", "|"])
    #expect(seen.spot(19, 2).text == "�")
    #expect(seen.unknown == [])
  }

  @Test(arguments: [
    (["LC_ALL": "POSIX", "LANG": "C.UTF-8"], true, false), (["LANG": "C.UTF-8"], false, false),
    (["LANG": "C.UTF-8"], true, true), ([:], true, true),
    (["LC_ALL": "", "LC_CTYPE": "C.UTF-8"], true, true),
    (["LANG": "xx_XX.UTF-8"], true, true), (["LANG": "xx_XX"], true, false),
  ])
  func onlyAsciiIsDrawnWhereThatIsAllThereIs(
    variables: [String: String], allowsUnicode: Bool, isUnicode: Bool
  ) throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let session = try open(terminal, variables, allowsUnicode: allowsUnicode)
    defer { session.close() }
    #expect(session.capabilities.unicode == isUnicode)
    session.paint(screen(session.size, ["a✓b"]))
    #expect(seen(terminal, session).line(0) == (isUnicode ? "a✓b" : "a?b"))
  }

  @Test(arguments: [
    ("xterm-256color", ["NO_COLOR": "1"], ColorDepth.none, "default"),
    ("xterm-256color", ["NO_COLOR": ""], .palette256, "214"),
    ("xterm-256color", ["COLORTERM": "truecolor"], .palette256, "214"),
    ("xterm", [:], .eight, "3"),
    ("vt220", [:], .none, "default"),
  ])
  func colorsAreThoseTheTerminalHas(
    name: String, variables: [String: String], depth: ColorDepth, expected: String
  ) throws {
    let terminal = try PseudoTerminal(columns: 20, rows: 4)
    let session = try open(terminal, name: name, Self.utf8.merging(variables) { $1 })
    defer { session.close() }
    #expect(session.capabilities.colors == depth)
    session.paint(screen(session.size, ["A"], style: Style(foreground: .rgb(255, 175, 0), bold: true)))
    let seen = seen(terminal, session)
    #expect(seen.spot(0, 0).text == "A")
    #expect(seen.spot(0, 0).look == .init(foreground: expected, attributes: [1]))
    if depth == .none { #expect(!terminal.text.contains("\u{1B}[39")) }
  }

  /// xterm has 64 pairs: more than a screen's worth must come and go without a cell keeping the wrong colours.
  @Test func pairsThatRunOutAreReused() throws {
    let terminal = try PseudoTerminal(columns: 16, rows: 8)
    let session = try open(terminal, name: "xterm")
    defer { session.close() }
    for frame in 0..<6 {
      var screen = Screen(size: session.size)
      for place in 0..<40 {
        let combination = (place + frame * 23) % 72
        let style = Style(
          foreground: .indexed(UInt8(combination % 8)),
          background: combination < 64 ? .indexed(UInt8(combination / 8)) : .default)
        screen[place % 16, place / 16] = Cell("x", style: style)
      }
      session.paint(screen)
      let seen = seen(terminal, session)
      for place in 0..<40 {
        let style = screen[place % 16, place / 16].style
        let pair = ColorReducer(depth: .eight, hasDefaultColors: true)
          .pair(foreground: style.foreground, background: style.background)
        let look = TerminalEmulator.Look(
          foreground: pair.foreground < 0 ? "default" : "\(pair.foreground)",
          background: pair.background < 0 ? "default" : "\(pair.background)")
        #expect(seen.spot(place % 16, place / 16).look == look, "frame \(frame), place \(place)")
      }
    }
  }

  // MARK: Events

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
    #expect(session.copy("Mixed_5b") == .sent(bytes: 8))
    session.paint(screen(session.size, ["after!"]))
    let seen = seen(terminal, session)
    #expect(terminal.text.contains("\u{1B}]52;c;TWl4ZWRfNWI=\u{7}"))
    #expect(terminal.text.contains("\u{1B}Ptmux;\u{1B}\u{1B}]52;c;TWl4ZWRfNWI=\u{7}\u{1B}\\"))
    #expect(seen.unknown == [])
  }
}
