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

  /// What leads on from a divergence; these hints come first there.
  private static let atDivergence = ["into", "divergence", "next-mismatch", "why", "edit"]
  /// What leads on from a program's error.
  private static let atFailure = ["restart", "edit"]
  /// Whoever knows no other key must be able to find these.
  private static let reserved: Set = ["help", "quit"]

  /// The hints of the commands that can be done now, as many as fit; those for help and to quit before all others.
  package static func hints(_ state: AppState) -> [Hint] {
    let all = ordered(CommandTable.all.compactMap { hint($0, state) }, state)
    var room = state.size.columns - firstColumn(state)
    var pending = all.filter(isReserved).reduce(0) { $0 + $1.width + gap }
    return all.filter { hint in
      if isReserved(hint) { pending -= hint.width + gap }
      guard hint.width + pending <= room else { return false }
      room -= hint.width + gap
      return true
    }
  }

  private static func isReserved(_ hint: Hint) -> Bool { reserved.contains(hint.command.name) }

  /// What holds only for now comes first, and then what leads on from a divergence.
  private static func ordered(_ hints: [Hint], _ state: AppState) -> [Hint] {
    guard state.overlay == nil else { return hints }
    let passing = hints.filter { $0.command.context != .main }
    return passing + orderedAnywhere(hints.filter { $0.command.context == .main }, state)
  }

  private static func orderedAnywhere(_ hints: [Hint], _ state: AppState) -> [Hint] {
    guard !state.isBusy else { return hints }
    let isFailure = state.runsAgainAtRestart
    let leading = (isFailure ? atFailure : []) + (state.firstDivergence == nil ? [] : atDivergence)
    let first = leading.compactMap { name in hints.first { $0.command.name == name } }
    return first + hints.filter { !leading.contains($0.command.name) }
  }

  private static func hint(_ command: Command, _ state: AppState) -> Hint? {
    guard let place = state.contexts.firstIndex(of: command.context),
      let key = state.keyMap.keys(of: command).first,
      !state.contexts[..<place].contains(where: { state.keyMap.command(for: key, in: $0) != nil })
    else { return nil }
    if ["cancel", "stop-ladder"].contains(command.name), state.isBusy {
      return Hint(command: command, key: KeyNotation.label(key), word: "stop")
    }
    guard var word = command.hint, command.refusal(state) == nil else { return nil }
    if command.name == "step", state.goesForward { word = "forward" }
    if command.name == "restart", !state.runsAgainAtRestart || state.isBusy { return nil }
    if command.name == "divergence", state.isAtDivergence { return nil }
    let needsIdle = ["continue", "until", "into", "out"].contains(command.name)
    if state.isBusy && needsIdle { return nil }
    return Hint(command: command, key: KeyNotation.label(key), word: word)
  }

  /// Why the two sides part, in a line above the hints; nil where that is not known.
  package static func cause(_ state: AppState) -> String? {
    state.debugger.explanations.first.map { ExplanationText.line($0).visible }
  }

  /// The message, but where a line is typed in its place.
  package static func message(_ state: AppState) -> Message? {
    if state.overlay?.line != nil { return nil }
    return state.message ?? found(state)
  }

  /// What is found, beside the keys that go from match to match.
  private static func found(_ state: AppState) -> Message? {
    guard state.overlay == nil, let search = state.search else { return nil }
    return Message("/\(search.text.visible) \(state.count(of: search))", besideHints: true)
  }

  /// How many columns the message has: a part of the line where it stands beside the hints.
  package static func messageWidth(_ state: AppState) -> Int {
    guard let message = message(state) else { return 0 }
    let room = message.isBesideHints ? state.size.columns * 2 / 5 : state.size.columns - 2
    return min(message.text.displayWidth, room)
  }

  /// Whether what the keys do is shown.
  package static func showsHints(_ state: AppState) -> Bool { message(state)?.isBesideHints ?? true }

  private static func firstColumn(_ state: AppState) -> Int {
    message(state) == nil ? 1 : messageWidth(state) + 1 + gap
  }

  /// The hints, each with the column it begins at.
  package static func placed(_ state: AppState) -> [(hint: Hint, column: Int)] {
    var column = firstColumn(state)
    return hints(state).map { hint in
      defer { column += hint.width + gap }
      return (hint, column)
    }
  }

  /// The command whose hint is at a place.
  static func hint(at point: Point, state: AppState) -> Command? {
    guard state.layout.hintBar.contains(point), showsHints(state) else { return nil }
    return placed(state).first { $0.column..<($0.column + $0.hint.width) ~= point.column }?.hint.command
  }
}
