import TFDiffTensor

/// How many columns text takes on a terminal, where what is not printable is written out as ``VisibleText`` has it.
///
/// A character is as wide as its first scalar, which is what `wcwidth` and terminals agree on: East Asian wide and
/// full-width forms and emoji take two columns, combining marks none, everything else one.
/// Source: Unicode 15 EastAsianWidth.txt (classes W and F), Unicode TR 11.
package enum DisplayWidth {
  package static func of(_ text: some StringProtocol) -> Int {
    // Most text is plain, and its width is asked for at every drawing.
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    return isPlain ? text.utf8.count : text.reduce(0) { $0 + of($1) }
  }

  package static func of(_ character: Character) -> Int {
    if let value = character.asciiValue, (0x20..<0x7F).contains(value) { return 1 }
    if character.isOfFrame { return 1 }
    if !VisibleText.isVisible(character) { return VisibleText.shown(character).reduce(0) { $0 + of($1) } }
    guard let first = character.unicodeScalars.first else { return 0 }
    if isRegionalIndicator(first) { return character.unicodeScalars.count > 1 ? 2 : 1 }
    return of(first)
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return isWide(scalar.value) ? 2 : 1
  }

  private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  private static func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    return wideRanges.contains { $0.contains(value) }
  }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FFF, 0x17000...0x18CFF, 0x18D00...0x18D8F,
    0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x1F300...0x1F320, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}

extension StringProtocol {
  /// Columns the text takes on a terminal.
  package var displayWidth: Int { DisplayWidth.of(self) }

  /// The longest beginning that fits into so many columns.
  package func prefix(columns: Int) -> String {
    var taken = ""
    var width = 0
    for character in self {
      width += DisplayWidth.of(character)
      if width > columns { break }
      taken.append(character)
    }
    return taken
  }

  /// The longest ending that fits into so many columns.
  package func suffix(columns: Int) -> String {
    var kept: [Character] = []
    var width = 0
    for character in self.reversed() {
      width += DisplayWidth.of(character)
      if width > columns { break }
      kept.append(character)
    }
    return String(kept.reversed())
  }

  /// The text in at most so many columns, its end given up for an ellipsis where it is longer.
  package func shortened(to columns: Int, ellipsis: String = "…") -> String {
    if displayWidth <= columns { return String(self) }
    guard columns > ellipsis.displayWidth else { return prefix(columns: columns) }
    return prefix(columns: columns - ellipsis.displayWidth) + ellipsis
  }

  /// The text in at most so many columns, its beginning given up where it is longer: the end of a scoped
  /// name says more than its beginning.
  package func shortenedKeepingEnd(to columns: Int, ellipsis: String = "…") -> String {
    if displayWidth <= columns { return String(self) }
    guard columns > ellipsis.displayWidth else { return suffix(columns: columns) }
    return ellipsis + suffix(columns: columns - ellipsis.displayWidth)
  }

  /// The text in at most so many columns, its middle given up where it is longer.
  package func shortenedInTheMiddle(to columns: Int, ellipsis: String = "…") -> String {
    if displayWidth <= columns { return String(self) }
    let room = columns - ellipsis.displayWidth
    guard room > 1 else { return prefix(columns: columns) }
    return prefix(columns: room / 2) + ellipsis + suffix(columns: room - room / 2)
  }

  package func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: Swift.max(columns - displayWidth, 0))
  }

  package func leftPadded(to columns: Int) -> String {
    String(repeating: " ", count: Swift.max(columns - displayWidth, 0)) + self
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
