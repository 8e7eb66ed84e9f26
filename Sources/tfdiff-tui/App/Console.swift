import Foundation
import TFDiffTensor

/// Standard output and error, and the one way to them: what is written is printable, whatever it is made of.
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

  static func lines(_ lines: [String]) {
    endProgress()
    write(VisibleText(lines: lines), to: .standardOutput)
  }

  static func error(_ text: String) { write(VisibleText(lines: [text]), to: .standardError) }

  /// What the command line's parser has to say, line by line as it stands.
  ///
  /// - Parameter isRequested: whether it is what was asked for, and no error.
  static func usage(_ text: String, isRequested: Bool) {
    write(VisibleText(block: text + "\n"), to: isRequested ? .standardOutput : .standardError)
  }

  /// Says what is being done, in a line that the next output replaces; nothing where nobody watches.
  static func progress(_ words: String) {
    if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\r\u{1B}[K\(words.visible) …".utf8)) }
  }

  static func endProgress() {
    if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }

  private static func write(_ text: VisibleText, to handle: FileHandle) { handle.write(Data(text.text.utf8)) }
}
