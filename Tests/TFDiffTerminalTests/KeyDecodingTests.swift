import TFDiffTerminal
import TFDiffUI
import Testing

/// Protects: the bytes that terminals send for each key become that key, however they are cut, and
/// noise neither crashes nor deafens.
@Suite struct KeyDecodingTests {
  static let start = ContinuousClock.now

  static let table: [(bytes: String, keys: [Key])] =
    [
      ("a", [.character("a")]), ("Ж", [.character("Ж")]), ("漢字", [.character("漢"), .character("字")]),
      ("👩‍🚀x", [.character("👩‍🚀"), .character("x")]), ("e\u{301}", [.character("e\u{301}")]),
      ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]), ("\u{7F}", [.backspace]), ("\u{8}", [.backspace]),
      ("\u{0}", [.control(" ")]), ("\u{3}", [.control("c")]), ("\u{1A}", [.control("z")]),
      ("\u{1C}", [.control("\\")]), ("\u{1F}", [.control("_")]),
      ("\u{1B}x", [.alt("x")]), ("\u{1B}é", [.alt("é")]), ("\u{1B}\u{7F}", [.alt("\u{7F}")]),
      ("\u{1B}\r", [.escape, .enter]),
      ("\u{1B}[A", [.up]), ("\u{1B}OA", [.up]), ("\u{1B}[B", [.down]), ("\u{1B}[C", [.right]),
      ("\u{1B}OD", [.left]), ("\u{1B}[1;2A", [.shiftUp]), ("\u{1B}[1;2B", [.shiftDown]),
      ("\u{1B}[1;2C", [.shiftRight]), ("\u{1B}[1;2D", [.shiftLeft]), ("\u{1B}[a", [.shiftUp]),
      ("\u{1B}[1;5C", [.right]), ("\u{1B}Oc", [.right]), ("\u{1B}[Z", [.backTab]),
      ("\u{1B}[H", [.home]), ("\u{1B}OH", [.home]), ("\u{1B}[1~", [.home]), ("\u{1B}[7~", [.home]),
      ("\u{1B}[F", [.end]), ("\u{1B}[4~", [.end]), ("\u{1B}[8~", [.end]),
      ("\u{1B}[5~", [.pageUp]), ("\u{1B}[6~", [.pageDown]), ("\u{1B}[2~", [.insert]),
      ("\u{1B}[3~", [.delete]),
      ("\u{1B}OP", [.function(1)]), ("\u{1B}[11~", [.function(1)]), ("\u{1B}[[A", [.function(1)]),
      ("\u{1B}[15~", [.function(5)]), ("\u{1B}[24~", [.function(12)]), ("\u{1B}[1;2P", [.function(13)]),
      ("\u{1B}O2P", [.function(13)]), ("\u{1B}[15;2~", [.function(17)]),
      ("\u{1B}[27;5;97~", [.control("a")]), ("\u{1B}[97;3u", [.alt("a")]), ("\u{1B}[13;2u", [.enter]),
      ("\u{1B}[?1;2c", []), ("\u{1B}[I", []), ("\u{1B}[99~", []), ("\u{1B}[201~", []),
      ("q\u{1B}[Aw\u{1B}[B", [.character("q"), .up, .character("w"), .down]),
    ]

  /// The Linux console's F1 is no sequence by ECMA-48; its terminal description tells.
  static let console = KeySequences([(Array("\u{1B}[[A".utf8), .function(1))])

  @Test(arguments: table.indices) func decodes(index: Int) {
    let (bytes, keys) = Self.table[index]
    var decoder = InputDecoder(sequences: Self.console)
    #expect(decoder.decode(Array(bytes.utf8), at: Self.start) == keys.map { .key($0) })
    #expect(decoder.deadline == nil)
  }

  /// Characters that combine are one key only when they arrive together.
  private static func combines(_ keys: [Key]) -> Bool {
    keys.contains {
      if case .character(let c) = $0 { c.unicodeScalars.count > 1 } else { false }
    }
  }

  /// A slow line may cut what was sent anywhere: the pieces mean the same as the whole.
  @Test(arguments: table.indices.filter { !combines(table[$0].keys) }) func decodesInPieces(index: Int) {
    let (text, keys) = Self.table[index]
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      var decoder = InputDecoder(sequences: Self.console)
      let events =
        decoder.decode(Array(bytes[..<cut]), at: Self.start)
        + decoder.decode(Array(bytes[cut...]), at: Self.start + .milliseconds(10))
      #expect(events == keys.map { .key($0) }, "\(text.debugDescription) cut after \(cut) bytes")
    }
  }

  @Test func escapeAloneIsDecidedByTime() throws {
    var decoder = InputDecoder()
    #expect(decoder.decode([0x1B], at: Self.start) == [])
    let deadline = try #require(decoder.deadline)
    #expect(deadline == Self.start + .milliseconds(25))
    #expect(decoder.expire(at: deadline - .milliseconds(1)) == [])
    #expect(decoder.expire(at: deadline) == [.key(.escape)])
    #expect(decoder.deadline == nil)
    #expect(decoder.decode(Array("x".utf8), at: deadline) == [.key(.character("x"))])
  }

  @Test(arguments: ["[", "O"]) func altWithTheStartOfASequence(letter: Character) {
    var decoder = InputDecoder()
    #expect(decoder.decode(Array("\u{1B}\(letter)".utf8), at: Self.start) == [])
    #expect(decoder.expire(at: Self.start + .seconds(1)) == [.key(.alt(letter))])
  }

  @Test func twoEscapesAreTwo() {
    var decoder = InputDecoder()
    #expect(decoder.decode([0x1B, 0x1B], at: Self.start) == [.key(.escape)])
    #expect(decoder.expire(at: Self.start + .seconds(1)) == [.key(.escape)])
  }

  /// The end of a torn sequence must not come out as typing.
  @Test func aSequenceMayPauseInTheMiddle() {
    var decoder = InputDecoder()
    #expect(decoder.decode(Array("\u{1B}[<0;1".utf8), at: Self.start) == [])
    #expect(decoder.expire(at: Self.start + .milliseconds(100)) == [])
    let rest = decoder.decode(Array("0;5M".utf8), at: Self.start + .milliseconds(100))
    #expect(rest == [.mouse(MouseEvent(kind: .press, location: Point(column: 9, row: 4)))])
  }

  @Test func bytesThatAreNoTextAreDropped() {
    var decoder = InputDecoder()
    #expect(
      decoder.decode([0xFF, 0x61, 0xC3, 0x0D, 0x9B, 0x62], at: Self.start)
        == [.key(.character("a")), .key(.enter), .key(.character("b"))])
  }

  /// No bytes may crash the decoder, make it keep them for ever, or deafen it.
  @Test func survivesNoise() {
    var random = SystemRandomNumberGenerator()
    let likely = Array("\u{1B}[O<;0123456789Mm~u?".utf8) + [0x1B, 0x1B, 0xE2, 0x98]
    for _ in 0..<2000 {
      var decoder = InputDecoder(sequences: Self.console, pasteLimit: 64)
      let noise = (0..<Int.random(in: 1...80, using: &random)).map { _ in
        Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : likely.randomElement() ?? 0
      }
      _ = decoder.decode(noise, at: Self.start)
      let later = Self.start + .seconds(60)
      _ = decoder.expire(at: later)
      #expect(decoder.deadline == nil, "\(noise)")
      #expect(decoder.decode(Array("q".utf8), at: later) == [.key(.character("q"))], "after \(noise)")
    }
  }
}
