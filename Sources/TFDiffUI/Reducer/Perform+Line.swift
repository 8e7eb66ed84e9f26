import TFDiffDebugger

extension Perform {
  /// The history keeps this many lines.
  static let historyLimit = 200

  static func edit(_ state: inout AppState, _ change: (inout LineEditor) -> Void) -> [Effect] {
    guard var line = state.overlay?.line else { return [] }
    let before = line.text
    change(&line)
    state.overlay?.line = line
    if line.text != before {
      searched(&state)
      searchedHelp(&state)
    }
    return []
  }

  static func complete(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    complete(&state, direction: 1)
  }

  static func completeBack(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    complete(&state, direction: -1)
  }

  private static func complete(_ state: inout AppState, direction: Int) -> [Effect] {
    switch state.overlay {
    case .command(var line):
      line.complete(direction: direction) { Completion.candidates(for: $0, state: state) }
      state.overlay = .command(line)
    case .tolerance(var editor):
      editor.field = editor.field == .rtol ? .atol : .rtol
      state.overlay = .tolerance(editor)
    case .find:
      searchOn(&state, direction: direction)
    default: break
    }
    return []
  }

  static func older(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    walk(&state, direction: 1)
  }

  static func newer(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    walk(&state, direction: -1)
  }

  private static func walk(_ state: inout AppState, direction: Int) -> [Effect] {
    switch state.overlay {
    case .command(var line):
      line.recall(direction, in: state.commandHistory)
      state.overlay = .command(line)
      return []
    case .find:
      searchOn(&state, direction: -direction)
      return []
    case .tolerance:
      return scaleTolerance(&state, by: direction > 0 ? 10 : 0.1)
    default: return []
    }
  }

  static func acceptLine(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    switch state.overlay {
    case .command(let line):
      state.overlay = nil
      return runLine(line.text, &state)
    case .export(let line):
      let path = line.text.trimmed
      if path.isEmpty { throw .argumentNeeded("a file's name") }
      state.overlay = nil
      return [.export(path: path)]
    case .find(let editor):
      return try acceptFind(editor, &state)
    case .helpFind(let finder):
      return try acceptHelpFind(finder, &state)
    case .tolerance(let editor):
      return try acceptTolerance(editor, &state)
    default: return []
    }
  }

  static func dismissLine(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    let overlay = state.overlay
    state.overlay = nil
    switch overlay {
    case .find(let editor):
      state.search = nil
      state.searchCursor = editor.origin
      return []
    case .helpFind(let finder):
      state.overlay = .help(offset: finder.origin)
      return []
    case .tolerance(let editor) where editor.isChanged:
      return [.set(.setTolerance(editor.original))]
    default: return []
    }
  }

  /// Carries out a line typed after `:`.
  static func runLine(_ text: String, _ state: inout AppState) -> [Effect] {
    let line = text.trimmed
    guard !line.isEmpty else { return [] }
    if state.commandHistory.last != line { state.commandHistory.append(line) }
    if state.commandHistory.count > historyLimit { state.commandHistory.removeFirst() }
    let end = line.first == "[" ? line.startIndex : line.firstIndex { $0 == " " } ?? line.endIndex
    let word = line.first == "[" ? "slice" : String(line[..<end])
    do throws(Refusal) {
      return state.run(try CommandTable.command(named: word), arguments: String(line[end...]).trimmed)
    } catch {
      state.message = Message("\(error)", kind: .error)
      return []
    }
  }
}
