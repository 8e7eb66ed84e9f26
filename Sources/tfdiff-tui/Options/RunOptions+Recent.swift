import Foundation
import TFDiffDebugger

extension RunOptions {
  /// Remembers what was compared, and how it ended, for the start screen.
  ///
  /// - Throws: where it cannot even be said that it could not be remembered.
  func remember(_ verdict: Verdict, of target: String) throws(StreamFailure) {
    let recent = RecentTargets(StateFolder(environment: ProcessInfo.processInfo.environment))
    do {
      try recent.add(
        .init(
          target: target, words: arguments.words, folder: Console.folder, verdict: verdict,
          time: Date().timeIntervalSince1970))
    } catch {
      try Console.error("What was compared is not remembered for the start screen: \(error)")
    }
  }
}
