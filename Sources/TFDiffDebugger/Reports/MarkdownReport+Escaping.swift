import TFDiffTensor

// Text from outside inside of Markdown: shown as what it is, whatever Markdown or HTML would make of it.
//
// Source: CommonMark 0.31, 2.4 (backslash escapes) and 6.1 (code spans); GitHub Flavored Markdown 0.29, 4.10 (tables) and
// 6.5 (strikethrough).

extension MarkdownReport {
  /// A name, in the type of code.
  static func code(_ text: String) -> String {
    let shown = text.visible
    // A table's cells are parted before its code spans are seen, and what a backslash does there depends on the reader.
    if shown.contains("|") { return "<code>\(entities(shown))</code>" }
    if shown.allSatisfy({ $0 == " " }) { return "<code>\(shown)</code>" }
    let fence = String(repeating: "`", count: longestFence(in: shown) + 1)
    let isSpaced = shown.hasPrefix("`") || shown.hasSuffix("`") || shown.hasPrefix(" ") && shown.hasSuffix(" ")
    return isSpaced ? "\(fence) \(shown) \(fence)" : "\(fence)\(shown)\(fence)"
  }

  /// Words on one line; a line break in them is a blank, as Markdown has it.
  static func escaped(_ text: String) -> String {
    let lines = text.split { $0.isNewline }.map { $0.visible.trimmed }
    let line = lines.filter { !$0.isEmpty }.joined(separator: " ")
    return opening(line.map { "\\`*_[]<>|&~$".contains($0) ? "\\\($0)" : String($0) }.joined())
  }

  /// A block of lines in the type of code.
  static func block(_ text: String) -> String {
    let shown = VisibleText(block: text).text
    let fence = String(repeating: "`", count: max(3, longestFence(in: shown) + 1))
    return "\(fence)\n\(shown)\n\(fence)"
  }

  private static func longestFence(in text: String) -> Int {
    var (longest, length) = (0, 0)
    for character in text {
      length = character == "`" ? length + 1 : 0
      longest = max(longest, length)
    }
    return longest
  }

  /// What at the beginning would make a heading or an item of the line.
  private static func opening(_ line: String) -> String {
    guard let first = line.first else { return "" }
    if "#+-=".contains(first) { return "\\" + line }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let mark = line.dropFirst(digits.count).first, ".)".contains(mark) else { return line }
    return digits + "\\" + line.dropFirst(digits.count)
  }

  /// All but letters, digits and blanks as HTML's numbers for them.
  private static func entities(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      let isPlain = !scalar.isASCII || scalar.properties.isAlphabetic || "0123456789 /".unicodeScalars.contains(scalar)
      return isPlain ? String(scalar) : "&#\(scalar.value);"
    }.joined()
  }
}

extension StringProtocol {
  /// Without the blanks at both ends.
  fileprivate var trimmed: String {
    let start = drop { $0 == " " }
    return String(start.prefix(start.count - start.reversed().prefix { $0 == " " }.count))
  }
}
