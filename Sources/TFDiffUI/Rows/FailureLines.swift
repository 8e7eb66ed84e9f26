import TFDiffDebugger

/// The lines on a program's error: what failed, the message, the line of code with those around it, and the traceback.
package enum FailureLines {
  static func lines(_ failure: RunFailure, _ state: AppState, width: Int, _ glyphs: Glyphs) -> [StackLines.Line] {
    let place = failure.endpoint.map { " on the way to \($0)" } ?? ""
    let title = TextWrap.lines("The \(failure.side.rawValue) failed\(place)".visible, to: width)
    let message = message(failure, state).flatMap { TextWrap.broken($0.visible, to: width) }
    let stack = failure.traceback.isEmpty ? [] : FrameLines.lines(failure.traceback, state, glyphs, width: width)
    return title.map { StackLines.Line([Piece($0, .error)]) }
      + TextWrap.lines(remedy(state), to: width).map {
        StackLines.Line([Piece($0, state.changedFiles.isEmpty ? .muted : .warning)])
      }
      + message.map { StackLines.Line([Piece($0, .mismatch)]) } + stack
  }

  /// The message, without TensorFlow's words for where it placed the operation, and without the lines of code that stand
  /// below it.
  private static func message(_ failure: RunFailure, _ state: AppState) -> [String] {
    let lines = failure.message.split(whereSeparator: \.isNewline).map(String.init)
    let isTraced = !failure.traceback.isEmpty
    return lines.filter { !(isTraced && $0.hasPrefix("  at ")) }.map { state.relative(withoutPlacement($0)) }
  }

  private static func withoutPlacement(_ line: String) -> String {
    guard let start = line.firstRange(of: "{{function_node "), let end = line.firstRange(of: "}}"),
      start.upperBound <= end.lowerBound
    else { return line }
    return String(line[..<start.lowerBound]) + String(line[end.upperBound...]).trimmed
  }

  private static func remedy(_ state: AppState) -> String {
    if state.isBusy { return "" }
    if let words = state.changedWords { return words + ", R runs it" }
    let hasCode = state.frameToEdit != nil
    return hasCode ? "E opens the line, R runs it again after an edit" : "R runs it again"
  }
}
