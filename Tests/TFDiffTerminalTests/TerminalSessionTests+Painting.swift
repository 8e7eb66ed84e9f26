import Foundation
import TFDiffTerminal
import TFDiffUI
import Testing

/// What is painted, as a terminal shows it.
extension TerminalSessionTests {
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
    screen[60, 20] = Cell("X", style: screen[60, 20].style)
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

  /// xterm has 64 pairs: more than a screen's worth must come and go without a cell keeping the wrong colours,
  /// in the row that never changes either.
  @Test func pairsThatRunOutAreReused() throws {
    let terminal = try PseudoTerminal(columns: 16, rows: 8)
    let session = try open(terminal, name: "xterm")
    defer { session.close() }
    for frame in 0..<6 {
      var screen = Screen(size: session.size)
      for place in 0..<32 {
        screen[place % 16, place / 16] = Cell("x", style: Self.style(place + frame * 19))
      }
      for column in 0..<16 { screen[column, 7] = Cell("y", style: Self.style(column + 56)) }
      session.paint(screen)
      let seen = seen(terminal, session)
      for (place, cell) in screen.cells.enumerated() where cell.text != " " {
        let look = seen.spot(place % 16, place / 16).look
        #expect(look == Self.look(cell.style), "frame \(frame), place \(place)")
      }
    }
  }

  /// One of 72 combinations of eight foregrounds with eight backgrounds and none.
  private static func style(_ number: Int) -> Style {
    let combination = number % 72
    return Style(
      foreground: .indexed(UInt8(combination % 8)),
      background: combination < 64 ? .indexed(UInt8(combination / 8)) : .default)
  }

  private static func look(_ style: Style) -> TerminalEmulator.Look {
    let pair = ColorReducer(depth: .eight, hasDefaultColors: true)
      .pair(foreground: style.foreground, background: style.background)
    return TerminalEmulator.Look(
      foreground: pair.foreground < 0 ? "default" : "\(pair.foreground)",
      background: pair.background < 0 ? "default" : "\(pair.background)")
  }
}
