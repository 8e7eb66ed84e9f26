/// Text as a terminal may be sent it: the one rule for what comes from outside (names, messages, log lines, paths, values of
/// options), which could otherwise drive the terminal, reorder a line or hide in it.
///
///     VisibleText("conv\u{1B}[2J\u{202E}").text  // conv\x1b[2J\u202e
///
/// What is not printable is written as Python's `repr` writes it, `\x1b` or `\u202e`; everything else, a backslash too,
/// stands for itself. Making visible text visible again changes nothing.
public struct VisibleText: Sendable, Hashable {
  /// Nothing in it but what is printable and, of the kinds that have several lines, line feeds.
  public let text: String

  private init(checked text: String) { self.text = text }

  /// One line: a line feed is written as `\n`.
  public init(_ foreign: some StringProtocol) { self.init(checked: Self.visible(foreign)) }

  /// One line after another, each with a line feed at its end.
  ///
  /// What is an item of ours keeps the margin: where it has a line feed of its own, it goes on two columns further in, so that
  /// no text from outside can pass for a line of the program.
  public init(lines: [String]) {
    self.init(checked: lines.map { Self.hanging($0) + "\n" }.joined())
  }

  /// Several lines as they stand.
  public init(block: some StringProtocol) {
    self.init(checked: Self.parted(block).map { Self.visible($0) }.joined(separator: "\n"))
  }
}

extension VisibleText: CustomStringConvertible {
  public var description: String { text }
}

extension VisibleText {
  /// Whether a scalar is printable: neither a control or format character, nor unassigned or for private use, nor a separator
  /// other than the blank, nor one that is there to be ignored.
  ///
  /// Source: Python's `str.isprintable`, and Unicode's Default_Ignorable_Code_Point for the fillers and joiners that are
  /// letters and marks by category.
  public static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      return false
    default: return !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// Whether a character is shown as it is. An emoji may be several that are joined, or ask for its colours.
  public static func isVisible(_ character: Character) -> Bool {
    // Of a carriage return and a line feed together it is the line feed's.
    if let value = character.asciiValue { return (0x20..<0x7F).contains(value) }
    let isEmoji = character.unicodeScalars.first.map { !$0.isASCII && $0.properties.isEmoji } ?? false
    return character.unicodeScalars.allSatisfy { isVisible($0) || isEmoji && isPartOfEmoji($0) }
  }

  /// The character, or what is written in its place.
  public static func shown(_ character: Character) -> String {
    if isVisible(character) { return String(character) }
    return character.unicodeScalars.map { isVisible($0) ? String($0) : escape($0) }.joined()
  }

  /// A scalar as Python's `repr` writes what it does not print.
  public static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where scalar.value < 0x100: "\\x" + hexadecimal(scalar.value, digits: 2)
    case _ where scalar.value < 0x10000: "\\u" + hexadecimal(scalar.value, digits: 4)
    default: "\\U" + hexadecimal(scalar.value, digits: 8)
    }
  }

  package static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(digits - text.count, 0)) + text
  }

  /// The zero-width joiner, and the selectors of a presentation.
  private static func isPartOfEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{200D}" || scalar == "\u{FE0E}" || scalar == "\u{FE0F}"
  }

  private static func visible(_ text: some StringProtocol) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    return isPlain ? String(text) : text.map { shown($0) }.joined()
  }

  /// The lines of a text, which end as Unix or as Windows has it.
  private static func parted(_ text: some StringProtocol) -> [some StringProtocol] {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
  }

  private static func hanging(_ item: String) -> String {
    let lines = parted(item)
    if lines.count == 1 { return visible(item) }
    let margin = String(repeating: " ", count: item.prefix { $0 == " " }.count + 2)
    return ([visible(lines[0])] + lines.dropFirst().map { margin + visible($0) }).joined(separator: "\n")
  }
}

extension StringProtocol {
  /// The text on one line, with nothing in it that is not printable.
  public var visible: String { VisibleText(self).text }
}
