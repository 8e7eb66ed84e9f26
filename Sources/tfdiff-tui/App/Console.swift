import Foundation
import TFDiffTensor

/// What the commands say, as a person or a script reads it: what is written is printable, whatever it is made of.
enum Console {
  /// Whether the locale's characters are UTF-8.
  static var isUTF8: Bool {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8")
  }

  /// The command that was given, as a shell would take it again.
  static var commandLine: String {
    ShellWords.line(["tfdiff-tui"] + CommandLine.arguments.dropFirst())
  }

  /// Where the program was started.
  static var folder: String { FileManager.default.currentDirectoryPath }

  static func lines(_ lines: [String]) throws(StreamFailure) {
    try endProgress()
    try StandardStream.output.write(VisibleText(lines: lines))
  }

  static func error(_ text: String) throws(StreamFailure) {
    try StandardStream.errors.write(VisibleText(lines: [text]))
  }

  /// What the command line's parser has to say, line by line as it stands.
  ///
  /// - Parameter isRequested: whether it is what was asked for, and no error.
  static func usage(_ text: String, isRequested: Bool) throws(StreamFailure) {
    try (isRequested ? StandardStream.output : .errors).write(VisibleText(block: text + "\n"))
  }

  /// Says what is being done, in a line that the next output replaces; nothing where nobody watches.
  static func progress(_ words: String) throws(StreamFailure) {
    if isatty(STDERR_FILENO) == 1 { try StandardStream.errors.control("\r\u{1B}[K", VisibleText(words + " …")) }
  }

  static func endProgress() throws(StreamFailure) {
    if isatty(STDERR_FILENO) == 1 { try StandardStream.errors.control("\r\u{1B}[K") }
  }
}
