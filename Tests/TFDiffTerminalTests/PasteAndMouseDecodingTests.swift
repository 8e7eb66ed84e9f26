import TFDiffTerminal
import TFDiffUI
import Testing

/// Protects: a paste is one event and never keys, and mouse reports become presses, drags and turns at
/// their place, other buttons nothing.
@Suite struct PasteAndMouseDecodingTests {
  static let start = ContinuousClock.now

  private func decode(_ text: String, pasteLimit: Int = 1 << 20) -> [InputEvent] {
    var decoder = InputDecoder(pasteLimit: pasteLimit)
    return decoder.decode(Array(text.utf8), at: Self.start)
  }

  private func mouse(_ kind: MouseEvent.Kind, _ column: Int, _ row: Int) -> InputEvent {
    .mouse(MouseEvent(kind: kind, location: Point(column: column, row: row)))
  }

  // MARK: Paste

  @Test func aPasteIsOneEvent() {
    let events = decode("\u{1B}[200~n\r\u{1B}[A\u{1B}[20q\r\nend\u{1B}[201~x")
    #expect(events == [.paste("n\n\u{1B}[A\u{1B}[20q\nend"), .key(.character("x"))])
  }

  @Test func aPasteMayComeInPieces() {
    let bytes = Array("\u{1B}[200~héé\u{1B}\u{1B}[201~".utf8)
    for cut in 0...bytes.count {
      var decoder = InputDecoder()
      let events =
        decoder.decode(Array(bytes[..<cut]), at: Self.start)
        + decoder.decode(Array(bytes[cut...]), at: Self.start)
      #expect(events == [.paste("héé\u{1B}")], "cut after \(cut) bytes")
    }
  }

  @Test func aPasteIsCutAtItsLimit() {
    #expect(
      decode("\u{1B}[200~abcdefgh\u{1B}[201~i", pasteLimit: 5) == [.paste("abcde"), .key(.character("i"))])
    #expect(decode("\u{1B}[200~abcdé\u{1B}[201~", pasteLimit: 5) == [.paste("abcd")])
  }

  @Test func aPasteThatNeverEndsGivesTheKeyboardBack() {
    var decoder = InputDecoder()
    #expect(decoder.decode(Array("\u{1B}[200~half".utf8), at: Self.start) == [])
    #expect(decoder.expire(at: Self.start + .seconds(4)) == [])
    #expect(decoder.expire(at: Self.start + .seconds(5)) == [.paste("half")])
    #expect(decoder.decode([0x71], at: Self.start + .seconds(6)) == [.key(.character("q"))])
  }

  // MARK: Mouse

  @Test func sgrReports() {
    #expect(
      decode("\u{1B}[<0;10;5M\u{1B}[<32;11;5M\u{1B}[<0;11;5m")
        == [mouse(.press, 9, 4), mouse(.drag, 10, 4), mouse(.release, 10, 4)])
    #expect(
      decode("\u{1B}[<64;1;1M\u{1B}[<65;300;200M") == [mouse(.scrollUp, 0, 0), mouse(.scrollDown, 299, 199)])
    // Shift and Control do not change what is pressed.
    #expect(decode("\u{1B}[<20;3;4M") == [mouse(.press, 2, 3)])
  }

  @Test func x10Reports() {
    #expect(
      decode("\u{1B}[M !!\u{1B}[M@\"!\u{1B}[M#\"!")
        == [mouse(.press, 0, 0), mouse(.drag, 1, 0), mouse(.release, 1, 0)])
    #expect(decode("\u{1B}[M`%$\u{1B}[Ma%$") == [mouse(.scrollUp, 4, 3), mouse(.scrollDown, 4, 3)])
  }

  @Test func x10PlacesAboveAsciiAreNoText() {
    var decoder = InputDecoder()
    let events = decoder.decode([0x1B, 0x5B, 0x4D, 0x20, 0xDE, 0xC3], at: Self.start)
    #expect(events == [mouse(.press, 189, 162)])
  }

  /// `MouseEvent` has no button: taking the others for the left one would do what nobody asked.
  @Test func otherButtonsAndHoveringAreNothing() {
    #expect(decode("\u{1B}[<2;3;4M\u{1B}[<34;3;5M\u{1B}[<2;3;5m\u{1B}[<35;3;4M\u{1B}[<66;3;4M") == [])
    #expect(decode("\u{1B}[<32;3;4M\u{1B}[<0;3;4m") == [])
  }

  @Test(arguments: [(399, 0, true), (401, 0, false), (100, 1, false)])
  func aDoublePressIsOnOnePlaceAndSoon(milliseconds: Int, columnsApart: Int, isDouble: Bool) {
    var decoder = InputDecoder()
    _ = decoder.decode(Array("\u{1B}[<0;10;5M\u{1B}[<0;10;5m".utf8), at: Self.start)
    let second = decoder.decode(
      Array("\u{1B}[<0;\(10 + columnsApart);5M".utf8), at: Self.start + .milliseconds(milliseconds))
    #expect(second == [mouse(isDouble ? .doublePress : .press, 9 + columnsApart, 4)])
  }

  @Test func aThirdPressIsASingleOneAgain() {
    let click = "\u{1B}[<0;1;1M\u{1B}[<0;1;1m"
    let presses = decode(click + click + click).filter { $0 != mouse(.release, 0, 0) }
    #expect(presses == [mouse(.press, 0, 0), mouse(.doublePress, 0, 0), mouse(.press, 0, 0)])
  }
}
