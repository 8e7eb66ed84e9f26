extension Perform {
  static func help(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    state.lastHelpFind = ""
    state.overlay = .help(offset: 0)
    return []
  }

  static func scrollHelp(_ state: inout AppState, by rows: Int) -> [Effect] {
    guard case .help(let offset) = state.overlay else { return [] }
    state.overlay = .help(offset: state.helpOffset(offset + rows))
    return []
  }

  /// A page keeps a line of the one before.
  static func scrollHelp(_ state: inout AppState, pages: Int) -> [Effect] {
    scrollHelp(&state, by: pages * max(state.layout.overlayHeight - 1, 1))
  }

  static func findInHelp(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    guard case .help(let offset) = state.overlay else { return [] }
    state.overlay = .helpFind(HelpFinder(at: offset))
    return []
  }

  static func noHelpFound(_ state: AppState) -> Refusal? {
    state.lastHelpFind.isEmpty ? .nothingFoundBefore : nil
  }

  /// Goes to the line after (+1) or before (−1) the one at the top that has what was found last.
  static func findAgainInHelp(_ state: inout AppState, direction: Int) throws(Refusal) -> [Effect] {
    if let refusal = noHelpFound(state) { throw refusal }
    guard case .help(let offset) = state.overlay else { return [] }
    guard let line = state.helpLine(with: state.lastHelpFind, from: offset + direction, direction) else {
      throw .notFound(state.lastHelpFind)
    }
    state.overlay = .help(offset: state.helpOffset(line))
    return []
  }

  /// Takes the window to the first match at or after where it was.
  static func searchedHelp(_ state: inout AppState) {
    guard case .helpFind(var finder) = state.overlay else { return }
    let text = finder.line.text
    let line = text.isEmpty ? finder.origin : state.helpLine(with: text, from: finder.origin, 1)
    finder.found = line != nil
    finder.offset = state.helpOffset(line ?? finder.origin)
    state.overlay = .helpFind(finder)
  }

  static func acceptHelpFind(_ finder: HelpFinder, _ state: inout AppState) throws(Refusal) -> [Effect] {
    state.lastHelpFind = finder.line.text
    state.overlay = .help(offset: finder.offset)
    if !finder.found { throw .notFound(finder.line.text) }
    return []
  }
}

extension AppState {
  /// The lines of the help, as wide as they are shown.
  package var helpLines: [[Piece]] {
    let (width, focus) = (layout.overlayWidth, interface.focus)
    if let knownHelp, knownHelp.width == width, knownHelp.focus == focus { return knownHelp.lines }
    return HelpText.lines(width: width, keyMap: keyMap, focus: focus)
  }

  /// Keeps the lines as long as the help is shown.
  mutating func normalizeHelp() {
    guard interface.overlay?.isHelp == true else { return knownHelp = nil }
    knownHelp = KnownHelp(width: layout.overlayWidth, focus: interface.focus, lines: helpLines)
  }

  /// What is looked for in the help, to be marked there.
  package var helpSought: String {
    if case .helpFind(let finder) = interface.overlay { finder.line.text } else { interface.lastHelpFind }
  }

  fileprivate func helpOffset(_ line: Int) -> Int {
    min(max(line, 0), max(helpLines.count - layout.overlayHeight, 0))
  }

  /// The nearest line with a text, going round at the ends.
  fileprivate func helpLine(with text: String, from start: Int, _ direction: Int) -> Int? {
    let lines = helpLines
    let needle = text.lowercased()
    return lines.indices.lazy
      .map { ((start + direction * $0) % lines.count + lines.count) % lines.count }
      .first { lines[$0].map(\.text).joined().lowercased().contains(needle) }
  }
}

/// The help's lines, with what they hang on besides the keys.
struct KnownHelp: Sendable {
  let width: Int
  let focus: Focus
  let lines: [[Piece]]
}

extension Overlay {
  fileprivate var isHelp: Bool {
    switch self {
    case .help, .helpFind: true
    default: false
    }
  }
}
