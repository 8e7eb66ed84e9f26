/// Breaks text into lines.
package enum TextWrap {
  /// Lines of at most so many columns, broken between words; a word that is wider than that is broken itself.
  package static func lines(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      for part in parts(of: word, to: columns) {
        if !line.isEmpty, line.displayWidth + 1 + part.displayWidth > columns {
          lines.append(line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + part
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A line in its own indentation; the rest of one that is too long stands two columns further in than its beginning.
  package static func broken(_ text: String, to width: Int) -> [String] {
    if text.displayWidth <= width { return [text] }
    let indent = String(repeating: " ", count: min(text.prefix { $0 == " " }.count, max(width - 10, 0)))
    let lines = lines(text, to: width - indent.count - 2)
    return lines.enumerated().map { index, line in indent + (index == 0 ? "" : "  ") + line }
  }

  private static func parts(of word: Substring, to columns: Int) -> [String] {
    var parts: [String] = []
    var rest = word
    while rest.displayWidth > max(columns, 1) {
      let part = rest.prefix(columns: columns)
      let count = max(part.count, 1)
      parts.append(String(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return rest.isEmpty ? parts : parts + [String(rest)]
  }
}
