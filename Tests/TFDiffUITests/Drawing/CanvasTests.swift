import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: text lands in the right columns and only inside the clip, wide characters are never
/// halved, and control characters are not sent.
@Suite struct CanvasTests {
  private static func canvas(_ columns: Int = 10, _ rows: Int = 2, ascii: Bool = false) -> Canvas {
    Canvas(
      size: Size(columns: columns, rows: rows), glyphs: ascii ? .ascii : .unicode,
      styles: StyleSheet(theme: BuiltInTheme.theme, capabilities: Capabilities()))
  }

  @Test(arguments: [
    ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👍", 2), ("👨‍👩‍👧", 2), ("🇫🇷", 2), ("✓✗◆▶", 4), ("", 0),
    ("ｆｕ", 4), ("한", 2), ("\u{200B}", 6), ("a\u{1B}b\n", 8), ("\u{202E}", 6), ("✔\u{FE0F}", 1), ("«1»", 3), ("⠋", 1),
    ("░▒▓█", 4),
  ])
  func widths(text: String, width: Int) { #expect(text.displayWidth == width, "\(text)") }

  /// Terminals give these as many columns as their programs do, or one more or less.
  @Test(arguments: [
    ("👩‍👩‍👧", "👩"), ("🇫🇷", "FR"), ("❤\u{FE0F}", "❤"), ("👍🏽", "👍"), ("e\u{301}\u{323}", "e\u{301}\u{323}"),
    ("漢", "漢"), ("한", "한"), ("ش", "ش"), ("ן", "ן"), ("1\u{20E3}", "1\u{20E3}"), ("a", "a"),
  ])
  func whatTerminalsDoNotAgreeOnIsDrawnAsTheyDo(text: String, shown: String) {
    var canvas = Self.canvas()
    let next = canvas.put(text + "|", column: 0, row: 0, role: .text)
    #expect(next == text.displayWidth + 1)
    #expect(canvas.screen.lines[0].trimmed == shown + "|")
  }

  @Test func wideCharactersTakeTwoCells() {
    var canvas = Self.canvas()
    let next = canvas.put("a日b", column: 0, row: 0, role: .text)
    #expect(next == 4)
    #expect((0..<4).map { canvas.screen[$0, 0].text } == ["a", "日", "", "b"])
    #expect(canvas.screen.lines[0] == "a日b      ")
  }

  @Test func aWideCharacterCutByTheClipBecomesBlank() {
    var canvas = Self.canvas()
    let clip = Rect(column: 2, row: 0, columns: 3, rows: 1)
    canvas.clipped(to: clip) { $0.put("x日本日", column: 0, row: 0, role: .text) }
    #expect(canvas.screen.lines[0] == "   本     ")
    canvas.clipped(to: clip) { $0.put("本", column: 4, row: 0, role: .text) }
    #expect(canvas.screen.lines[0] == "          ")
    GoldenInvariants.check(canvas.screen)
  }

  @Test func overwritingHalfAWideCharacterLeavesNoHalf() {
    for column in 0...3 {
      var canvas = Self.canvas()
      canvas.put("日本", column: 0, row: 0, role: .text)
      canvas.put("x", column: column, row: 0, role: .text)
      #expect(canvas.screen[column, 0].text == "x")
      GoldenInvariants.check(canvas.screen)
      canvas.put("本", column: 1, row: 0, role: .text)
      GoldenInvariants.check(canvas.screen)
    }
  }

  @Test func combiningMarksStayWithTheirCharacter() {
    var canvas = Self.canvas()
    canvas.put("e\u{301}x", column: 0, row: 0, role: .text)
    #expect(canvas.screen[0, 0].text == "e\u{301}")
    #expect(canvas.screen[1, 0].text == "x")
  }

  @Test func controlCharactersAreShownNotSent() {
    for glyphs in [Glyphs.unicode, .ascii] {
      var canvas = Self.canvas(40, 1, ascii: glyphs.isASCII)
      let text = "a\u{1B}[2J\nb\u{9B}\t\u{202E}\u{200D}"
      let next = canvas.put(text, column: 0, row: 0, role: .text)
      let shown = #"a\x1b[2J\nb\x9b\t\u202e\u200d"#
      #expect(canvas.screen.lines[0] == shown + String(repeating: " ", count: 40 - shown.count))
      #expect(next == text.displayWidth && next == shown.count)
    }
  }

  /// Whoever makes a cell, by the canvas or past it.
  @Test func noCellHoldsWhatIsNotPrintable() {
    for text in ["\u{1B}", "\n", "\u{9B}", "\u{202E}", "\u{200B}", "a\u{200D}", "a\u{2066}b"] {
      #expect(Cell(text).text == "\u{FFFD}", "\(text.debugDescription)")
      var cell = Cell("e")
      cell.append(Character("\u{301}"))
      for character in text { cell.append(character) }
      #expect(cell.text.allSatisfy { VisibleText.isVisible($0) })
    }
    #expect(["👩‍🚀", "✔\u{FE0F}", "e\u{301}", "", "漢"].allSatisfy { Cell($0).text == $0 })
  }

  @Test func nothingIsDrawnOutsideTheClip() {
    var canvas = Self.canvas(6, 3)
    canvas.clipped(to: Rect(column: 1, row: 1, columns: 3, rows: 1)) { canvas in
      for row in -2..<6 { canvas.put("########", column: -1, row: row, role: .text) }
      canvas.fill(Rect(column: -5, row: -5, columns: 50, rows: 50), with: "#", role: .text)
      canvas.box(Rect(column: -1, row: 0, columns: 99, rows: 99), border: .border, titleRole: .text)
      canvas.setCursor(column: 0, row: 0)
    }
    #expect(canvas.screen.lines[0] == "      ")
    #expect(canvas.screen.lines[1].first == " ")
    #expect(canvas.screen.lines[1].suffix(2) == "  ")
    #expect(canvas.screen.lines[2] == "      ")
    #expect(canvas.screen.cursor == nil)
  }

  @Test func plainTextHasOnlyASCII() {
    var canvas = Self.canvas(40, 2, ascii: true)
    canvas.put("Mixed_5b › ≤ 日本 e\u{301} …", column: 0, row: 0, role: .text)
    #expect(!canvas.screen.lines[0].contains { !$0.isASCII })
    #expect(canvas.screen.lines[0].hasPrefix("Mixed_5b > <= ???? ? ~"), "\(canvas.screen.lines[0])")
  }

  @Test func shorteningKeepsWithinItsColumns() {
    for text in ["InceptionResnetV2/Mixed_5b", "日本日本日本", "a", ""] {
      for columns in 0...12 {
        #expect(text.shortened(to: columns).displayWidth <= columns)
        #expect(text.shortenedKeepingEnd(to: columns).displayWidth <= columns)
      }
    }
    #expect("Conv2d_1a_3x3".shortened(to: 8) == "Conv2d_…")
    #expect("a/b/BatchNorm".shortenedKeepingEnd(to: 8) == "…tchNorm")
  }
}

/// What holds of every screen.
enum GoldenInvariants {
  static func check(
    _ screen: Screen, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for row in 0..<screen.size.rows {
      var column = 0
      while column < screen.size.columns {
        let width = screen[column, row].text.displayWidth
        let isWhole =
          width == 1
          || (width == 2 && column + 1 < screen.size.columns && screen[column + 1, row].text.isEmpty)
        guard isWhole else {
          Issue.record(
            "\(comment) row \(row) column \(column): ‘\(screen[column, row].text)’ is \(width) wide",
            sourceLocation: sourceLocation)
          return
        }
        column += width
      }
    }
  }
}
