import TFDiffTensor

/// Words as a POSIX shell takes them again, whatever is in them; the line itself is printable.
enum ShellWords {
  static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  private static func quoted(_ word: String) -> String {
    let scalars = word.unicodeScalars
    if !word.isEmpty, scalars.allSatisfy(isPlain) { return word }
    var parts: [String] = []
    var rest = scalars[...]
    while let first = rest.first {
      let isVisible = isQuotable(first)
      let run = rest.prefix { isQuotable($0) == isVisible }
      parts.append(isVisible ? "'" + String(run).replacing("'", with: "'\\''") + "'" : printed(run))
      rest = rest.dropFirst(run.count)
    }
    return parts.isEmpty ? "''" : parts.joined()
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    VisibleText.isVisible(scalar)
      && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_./=,:@+".unicodeScalars.contains(scalar))
  }

  /// A line feed can stand between quotes, and nowhere else: a shell takes those at the end of what a command prints away.
  private static func isQuotable(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || VisibleText.isVisible(scalar) }

  /// Source: POSIX.1-2024, `printf`: an octal escape for each byte.
  private static func printed(_ scalars: Substring.UnicodeScalarView) -> String {
    let bytes = String(scalars).utf8.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }
    return "\"$(printf '\(bytes.joined())')\""
  }
}
