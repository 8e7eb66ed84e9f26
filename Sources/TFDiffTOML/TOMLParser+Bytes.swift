extension TOMLParser {
  /// The next byte; nil at the end.
  var byte: UInt8? { byte(after: 0) }

  func byte(after count: Int) -> UInt8? {
    position + count < bytes.count ? bytes[position + count] : nil
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  mutating func skipBlanks() {
    while let byte, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { position += 1 }
  }

  /// Blanks, comments and ends of lines, as they may stand between an array's items.
  mutating func skipLines() throws(TOMLStop) {
    while true {
      skipBlanks()
      try skipComment()
      guard takeLineEnd() else { return }
    }
  }

  /// What may follow a statement on its line: a comment.
  mutating func endLine() throws(TOMLStop) {
    skipBlanks()
    try skipComment()
    guard byte == nil || takeLineEnd() else { throw unexpected(.endOfLine) }
  }

  mutating func takeLineEnd() -> Bool {
    guard isAtLineEnd else { return false }
    position += byte == UInt8(ascii: "\n") ? 1 : 2
    return true
  }

  private mutating func skipComment() throws(TOMLStop) {
    guard take("#") else { return }
    while let byte, !isAtLineEnd {
      try refuseControl(byte)
      position += 1
    }
  }

  var isAtLineEnd: Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && byte(after: 1) == UInt8(ascii: "\n")
  }

  /// Control characters stand nowhere as they are, but for the tab.
  func refuseControl(_ byte: UInt8) throws(TOMLStop) {
    guard byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F else { return }
    throw TOMLStop(offset: position, fault: .control(Unicode.Scalar(byte)))
  }

  func unexpected(_ wanted: TOMLFault.Wanted) -> TOMLStop {
    TOMLStop(offset: position, fault: .unexpected(found, wanted: wanted))
  }

  private var found: TOMLFault.Found {
    if byte == nil { return .endOfFile }
    if isAtLineEnd { return .endOfLine }
    let rest = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
    return rest.unicodeScalars.first.map { .character($0) } ?? .endOfFile
  }

  /// Line and column of a byte, each from 1.
  func place(of offset: Int) -> (line: Int, column: Int) {
    let before = bytes[..<min(offset, bytes.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // A scalar's first byte is none that continues one.
    let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    let hasMark = lineStart == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
    return (before.count { $0 == UInt8(ascii: "\n") } + 1, hasMark ? max(1, column - 1) : column)
  }
}
