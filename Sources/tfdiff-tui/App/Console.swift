import Foundation

/// What the commands say, as a person or a script reads it.
enum Console {
  /// Whether the locale's characters are UTF-8.
  static var isUTF8: Bool {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8")
  }

  /// The command that was given, as a shell would take it again.
  static var commandLine: String {
    (["tfdiff-tui"] + CommandLine.arguments.dropFirst()).map(quoted).joined(separator: " ")
  }

  /// Where the program was started.
  static var folder: String { FileManager.default.currentDirectoryPath }

  static func lines(_ lines: [String]) throws(StreamFailure) {
    try endProgress()
    try StandardStream.output.write(lines.map { $0 + "\n" }.joined())
  }

  static func error(_ text: String) throws(StreamFailure) { try StandardStream.errors.write(text + "\n") }

  /// Says what is being done, in a line that the next output replaces; nothing where nobody watches.
  static func progress(_ words: String) throws(StreamFailure) {
    if isatty(STDERR_FILENO) == 1 { try StandardStream.errors.write("\r\u{1B}[K\(words) …") }
  }

  static func endProgress() throws(StreamFailure) {
    if isatty(STDERR_FILENO) == 1 { try StandardStream.errors.write("\r\u{1B}[K") }
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=,:@+".contains($0) }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
