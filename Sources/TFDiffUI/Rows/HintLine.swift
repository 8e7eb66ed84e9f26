import TFDiffDebugger
import TFDiffTensor

/// What the line at the bottom says: a message, or what the keys do now.
package enum HintLine {
  package struct Hint: Sendable {
    package let command: Command
    package let key: String
    package let word: String
    package var width: Int { key.displayWidth + 1 + word.displayWidth }
  }
  private static let gap = 2

  /// The hints of the commands that can be done now, as many as fit; that for help before all others.
  package static func hints(_ state: AppState) -> [Hint] {
    let context = state.overlay?.context ?? .main
    let all = CommandTable.all.compactMap { hint($0, context, state) }
    let reserved = all.first(where: isHelp).map { $0.width + gap } ?? 0
    var used = 1
    return all.filter { hint in
      guard used + hint.width + (isHelp(hint) ? 0 : reserved) <= state.size.columns else { return false }
      used += hint.width + gap
      return true
    }
  }

  private static func isHelp(_ hint: Hint) -> Bool { hint.command.name == "help" }

  private static func hint(_ command: Command, _ context: Command.Context, _ state: AppState) -> Hint? {
    guard command.context == context, let key = state.keyMap.keys(of: command).first else { return nil }
    if ["cancel", "stop-ladder"].contains(command.name), state.isBusy {
      return Hint(command: command, key: KeyNotation.label(key), word: "stop")
    }
    guard let word = command.hint, command.refusal(state) == nil else { return nil }
    let needsIdle = ["continue", "until", "into", "out"].contains(command.name)
    if state.isBusy && needsIdle { return nil }
    return Hint(command: command, key: KeyNotation.label(key), word: word)
  }

  /// Why the two sides part, in a line above the hints; nil where that is not known.
  package static func cause(_ state: AppState) -> String? {
    state.debugger.explanations.first.map { ExplanationText.line($0).visible }
  }

  /// The message, but where a line is typed in its place.
  package static func message(_ state: AppState) -> Message? { state.overlay?.line == nil ? state.message : nil }

  /// The hints, each with the column it begins at.
  package static func placed(_ state: AppState) -> [(hint: Hint, column: Int)] {
    var column = 1
    return hints(state).map { hint in
      defer { column += hint.width + gap }
      return (hint, column)
    }
  }

  /// The command whose hint is at a place.
  static func hint(at point: Point, state: AppState) -> Command? {
    guard state.layout.hintBar.contains(point), message(state) == nil else {
      return nil
    }
    return placed(state).first { $0.column..<($0.column + $0.hint.width) ~= point.column }?.hint.command
  }
}
