import TFDiffTensor
import Testing

/// Protects: nothing that a terminal obeys, hides or reorders by is left in text that is shown, and everything else is as it
/// was.
@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("conv\u{1B}[2J", #"conv\x1b[2J"#), ("\u{1B}]52;c;cm0=\u{07}", #"\x1b]52;c;cm0=\x07"#),
    ("a\u{9B}31m", #"a\x9b31m"#),
    ("a\rb\u{8}c\u{7F}", #"a\rb\x08c\x7f"#), ("one\ntwo\tthree\r\nfour", #"one\ntwo\tthree\r\nfour"#),
    ("x\u{202E}gnp.exe\u{2066}y\u{2069}", #"x\u202egnp.exe\u2066y\u2069"#),
    ("\u{200E}\u{200F}\u{61C}", #"\u200e\u200f\u061c"#),
    ("in\u{200B}vis\u{200D}ible\u{FEFF}\u{AD}", #"in\u200bvis\u200dible\ufeff\xad"#),
    ("a\u{2028}b\u{2029}c\u{85}", #"a\u2028b\u2029c\x85"#),
    ("no\u{A0}break\u{3000}", #"no\xa0break\u3000"#), ("\u{3164}\u{115F}\u{34F}", #"\u3164\u115f\u034f"#),
    ("\u{E0041}\u{E000}\u{10FFFF}", #"\U000e0041\ue000\U0010ffff"#), ("a\u{FE0F}", #"a\ufe0f"#),
  ])
  func whatIsNotPrintableIsWrittenOut(text: String, shown: String) { #expect(text.visible == shown) }

  @Test(arguments: [
    "", "InceptionResnetV2/Conv2d_1a_3x3", #"C:\new\x1b"#, "«−0.24» ≤ 日本 한 ｆｕ e\u{301} ✗", "👩‍🚀 ❤\u{FE0F} 🇫🇷 👍🏽",
  ])
  func whatIsPrintableIsAsItWas(text: String) { #expect(text.visible == text) }

  /// All scalars there are, between two that are printable, which they could join.
  @Test func noScalarGetsThroughThatIsNotPrintable() {
    // The planes beside these have nothing in them, or what is for private use.
    for value in [UInt32(0)...0x31FFF, 0xE0000...0xE0FFF, 0xF0000...0xF0010].joined() {
      guard let scalar = Unicode.Scalar(value), !VisibleText.isVisible(scalar) else { continue }
      let shown = "a\(Character(scalar))é".visible
      guard shown.unicodeScalars.allSatisfy(VisibleText.isVisible), shown.hasPrefix("a\\"), shown.hasSuffix("é") else {
        Issue.record("U+\(String(value, radix: 16)) is shown as \(shown)")
        return
      }
    }
  }

  @Test func makingItVisibleAgainChangesNothing() {
    let once = "\u{1B}[0m\n\u{202E}x\\y".visible
    #expect(once.visible == once)
  }

  @Test func aLineFeedInAnItemDoesNotReachTheMargin() {
    let lines = ["the candidate failed: boom\n✓ equal: 9 of 9\r\nend\rof it", "  indented\nmore", "plain"]
    #expect(
      VisibleText(lines: lines).text == #"""
        the candidate failed: boom
          ✓ equal: 9 of 9
          end\rof it
          indented
            more
        plain

        """#)
    #expect(VisibleText(block: "Usage:\n  a\u{1B}b\n").text == "Usage:\n  a\\x1bb\n")
  }

  @Test func messagesQuoteByTheSameRule() {
    #expect(quoted("a\u{1B}\u{202E}") == #"'a\x1b\u202e'"#)
  }
}
