import TFDiffUI

/// Carries out a `--play` script one step at a time, each when the program is ready for it.
struct PlayRunner {
  private var steps: ArraySlice<PlayScript.Step>

  init(_ script: PlayScript) { steps = script.steps[...] }

  var isFinished: Bool { steps.isEmpty }

  /// The action of the next step, where its time has come; nil where there is to be waited, or where the step only
  /// looked at the screen.
  ///
  /// - Throws: ``PlayFailure`` where the screen does not show what the script expects.
  mutating func next(isIdle: Bool, screen: Screen) throws(PlayFailure) -> Action? {
    guard let step = steps.first else { return nil }
    switch step.item {
    case .waitIdle:
      if !isIdle { return nil }
      steps.removeFirst()
      return nil
    case .expect(let text):
      guard screen.contains(text) else {
        throw PlayFailure(line: step.line, text: text, screen: screen.lines)
      }
      steps.removeFirst()
      return nil
    case .key(let key):
      steps.removeFirst()
      return .input(.key(key))
    case .command(let line):
      steps.removeFirst()
      return .command(line)
    case .resize(let size):
      steps.removeFirst()
      return .input(.resize(size))
    }
  }
}

/// The screen did not show what a script expected.
struct PlayFailure: Error, CustomStringConvertible {
  let line: Int
  let text: String
  let screen: [String]

  var description: String {
    "--play line \(line): the screen does not show '\(text)'. It shows:\n" + screen.joined(separator: "\n")
  }
}
