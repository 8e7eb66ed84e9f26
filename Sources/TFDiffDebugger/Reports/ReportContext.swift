import TFDiffTensor

/// What a report needs beside the state of the debugger.
public struct ReportContext: Sendable {
  /// The command line that makes the same comparison again.
  public var command: String

  public init(command: String) { self.command = command }

  /// The command line as far as the state knows it.
  public init(_ state: DebuggerState) {
    let target = state.target
    var words = ["tfdiff-tui", "check", target.name]
    if let mode = target.mode { words += ["--mode", mode] }
    if target.training { words.append("--training") }
    words += ["--seed", String(target.seed), "--input", target.input]
    if let checkpoint = target.checkpoint { words += ["--checkpoint", checkpoint.path] }
    words += ["--rtol", NumberText.exact(state.tolerance.standard.rtol)]
    words += ["--atol", NumberText.exact(state.tolerance.standard.atol)]
    for exception in state.tolerance.exceptions {
      let (rtol, atol) = (exception.tolerance.rtol, exception.tolerance.atol)
      words += [
        "--tolerance", "\(exception.glob)=\(NumberText.exact(rtol)),\(NumberText.exact(atol))",
      ]
    }
    command = words.map(Self.quotedForShell).joined(separator: " ")
  }

  private static func quotedForShell(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=,:@+".contains($0)) }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
