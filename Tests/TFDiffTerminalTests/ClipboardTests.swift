import Foundation
import TFDiffTerminal
import Testing

/// Protects: copied text leaves as the OSC 52 sequence that terminals and tmux take, and text beyond the limit is not sent.
@Suite struct ClipboardTests {
  @Test func base64IsFoundations() {
    for count in 0..<70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
      #expect(Clipboard.base64(bytes) == Array(Data(bytes).base64EncodedString().utf8))
    }
  }

  @Test func sequenceIsOSC52() {
    let plain = Clipboard.sequence(copying: "Mixed_5b", insideTmux: false)
    #expect(plain == Array("\u{1B}]52;c;TWl4ZWRfNWI=\u{7}".utf8))
    let wrapped = Clipboard.sequence(copying: "Mixed_5b", insideTmux: true)
    #expect(
      wrapped
        == Array(
          "\u{1B}]52;c;TWl4ZWRfNWI=\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;TWl4ZWRfNWI=\u{7}\u{1B}\\".utf8))
  }

  @Test func limitIsOnBytes() {
    let text = String(repeating: "é", count: Clipboard.limit / 2)
    #expect(Clipboard.sequence(copying: text, insideTmux: false)?.count == 100_000)
    #expect(Clipboard.sequence(copying: text + "é", insideTmux: false) == nil)
  }
}
