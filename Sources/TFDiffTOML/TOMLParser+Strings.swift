extension TOMLParser {
  /// `"…"` on one line, with escapes.
  mutating func basicString() throws(TOMLStop) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while let byte, !isAtLineEnd {
      if take("\"") { return String(decoding: text, as: UTF8.self) }
      if take("\\") {
        try escape(into: &text)
      } else {
        try refuseControl(byte)
        text.append(byte)
        position += 1
      }
    }
    throw TOMLStop(offset: start, fault: .openString)
  }

  /// `'…'` on one line, as it stands.
  mutating func literalString() throws(TOMLStop) -> String {
    let start = position
    position += 1
    while let byte, !isAtLineEnd {
      if take("'") { return String(decoding: bytes[start + 1..<position - 1], as: UTF8.self) }
      try refuseControl(byte)
      position += 1
    }
    throw TOMLStop(offset: start, fault: .openString)
  }

  /// Three quotes, text of several lines, three quotes; a line's end right after the first three is left out.
  mutating func longString(_ quote: Unicode.Scalar) throws(TOMLStop) -> String {
    let start = position
    position += 3
    _ = takeLineEnd()
    var text: [UInt8] = []
    while let byte {
      if takeEnd(of: quote, into: &text) { return String(decoding: text, as: UTF8.self) }
      if takeLineEnd() {
        text.append(UInt8(ascii: "\n"))
      } else if quote == "\"" && take("\\") {
        if !skipContinuation() { try escape(into: &text) }
      } else {
        try refuseControl(byte)
        text.append(byte)
        position += 1
      }
    }
    throw TOMLStop(offset: start, fault: .openString)
  }

  /// The three quotes that end a string; one or two right before them are the string's own.
  private mutating func takeEnd(of quote: Unicode.Scalar, into text: inout [UInt8]) -> Bool {
    let mark = UInt8(ascii: quote)
    let count = bytes[position...].prefix(5).prefix { $0 == mark }.count
    guard count >= 3 else { return false }
    text += Array(repeating: mark, count: count - 3)
    position += count
    return true
  }

  /// After a backslash: the blanks to the end of the line and those that begin the lines after it, which stand for nothing.
  private mutating func skipContinuation() -> Bool {
    let start = position
    skipBlanks()
    guard takeLineEnd() else {
      position = start
      return false
    }
    repeat { skipBlanks() } while takeLineEnd()
    return true
  }

  /// What follows a backslash.
  private mutating func escape(into text: inout [UInt8]) throws(TOMLStop) {
    let start = position - 1
    let plain: Unicode.Scalar
    switch byte {
    case UInt8(ascii: "b"): plain = "\u{8}"
    case UInt8(ascii: "t"): plain = "\t"
    case UInt8(ascii: "n"): plain = "\n"
    case UInt8(ascii: "f"): plain = "\u{C}"
    case UInt8(ascii: "r"): plain = "\r"
    case UInt8(ascii: "\""): plain = "\""
    case UInt8(ascii: "\\"): plain = "\\"
    case UInt8(ascii: "u"): return try numbered(digits: 4, start, into: &text)
    case UInt8(ascii: "U"): return try numbered(digits: 8, start, into: &text)
    default: throw TOMLStop(offset: start, fault: .escape(self.text(from: start, 2)))
    }
    text.append(UInt8(ascii: plain))
    position += 1
  }

  /// `\uXXXX` or `\UXXXXXXXX`.
  private mutating func numbered(digits count: Int, _ start: Int, into text: inout [UInt8]) throws(TOMLStop) {
    position += 1
    let digits = bytes[position...].prefix(count).prefix { Character(Unicode.Scalar($0)).isHexDigit }
    guard digits.count == count, let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
      throw TOMLStop(offset: start, fault: .escape(self.text(from: start, 2 + digits.count)))
    }
    guard let scalar = Unicode.Scalar(number) else {
      throw TOMLStop(offset: start, fault: .noCharacter(String(decoding: digits, as: UTF8.self)))
    }
    position += count
    text += Array(String(Character(scalar)).utf8)
  }

  /// A part of the document for a message, to the end of its line at most.
  func text(from start: Int, _ count: Int) -> String {
    let rest = String(decoding: bytes[start...].prefix(4 * count).prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    return String(String.UnicodeScalarView(rest.unicodeScalars.prefix(count)))
  }
}
