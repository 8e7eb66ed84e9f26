import ArgumentParser
import Foundation
import TFDiffTensor

/// A person wants to choose another target on the start screen.
struct StartRequest: Error {}

/// The start screen and the debugger in turns, until a person leaves one of them.
enum StartSession {
  /// Whether there is a terminal to choose in.
  static var hasTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Whether a command line asks for a debugger and says of what it does not: what there is to choose from is shown instead.
  static func isMeant(by arguments: some Collection<String>) -> Bool {
    hasTerminal && Array(arguments) == [DebugCommand.configuration.commandName]
  }

  /// Shows the start screen, and carries out what is chosen there; what could not be is said on it.
  ///
  /// - Throws: how the debugger ended that a person left.
  static func run() throws {
    var problem: String?
    while case .debug(let words, let folder)? = try StartApp().run(saying: problem) {
      problem = nil
      do {
        if let folder, !FileManager.default.changeCurrentDirectoryPath(folder) {
          throw OptionError.folderIsGone(folder)
        }
        try DebugCommand.parse(words).run()
        return
      } catch is StartRequest {
        continue
      } catch let error where !(error is ExitStatus || error is StreamFailure) {
        problem = DebugCommand.message(for: error)
      }
    }
  }
}
