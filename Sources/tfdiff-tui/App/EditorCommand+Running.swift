import Foundation
import TFDiffProcesses
import TFDiffUI

extension EditorCommand {
  /// Runs it in the terminal, and waits for it.
  ///
  /// - Returns: what to say where it could not be run, or ended badly.
  func run() -> String? {
    do throws(ProcessLaunchError) {
      let id = try ProcessLaunch(words).start()
      var status: Int32 = 0
      while waitpid(id, &status, 0) < 0 && errno == EINTR {}
      switch ProcessExit(waitStatus: status) {
      case .status(0): return nil
      case .status(127): return "There is no editor ‘\(name)’; set EDITOR to one"
      case .status(let code): return "‘\(name)’ ended with status \(code)"
      case .signal(let number): return "‘\(name)’ was ended by signal \(number)"
      }
    } catch {
      return "‘\(name)’ could not be started: \(String(cString: strerror(error.code))); set EDITOR to an editor"
    }
  }
}
