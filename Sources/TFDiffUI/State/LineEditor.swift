import TFDiffTensor

/// One line of text under edit, with what completion and history need to remember.
package struct LineEditor: Sendable, Hashable {
  /// The candidates that Tab walks through, and the text they complete.
  package struct Completion: Sendable, Hashable {
    package var stem: String
    package var candidates: [String]
    package var selected: Int?
  }
  package private(set) var characters: [Character]
  /// How many characters are before the cursor.
  package private(set) var cursor: Int
  package var completion: Completion?
  /// Which line of the history is shown, from the newest; nil for the person's own.
  package private(set) var historyIndex: Int?
  private var draft = ""

  package init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  package var text: String {
    get { String(characters) }
    set {
      characters = Array(newValue)
      cursor = characters.count
    }
  }

  package mutating func insert(_ text: String) {
    let typed = text.filter { VisibleText.isVisible($0) }
    characters.insert(contentsOf: typed, at: cursor)
    cursor += typed.count
    edited()
  }

  package mutating func deleteBackward() {
    guard cursor > 0 else { return }
    cursor -= 1
    characters.remove(at: cursor)
    edited()
  }

  package mutating func deleteForward() {
    guard cursor < characters.count else { return }
    characters.remove(at: cursor)
    edited()
  }

  package mutating func deleteWordBackward() {
    let end = cursor
    while cursor > 0, characters[cursor - 1] == " " { cursor -= 1 }
    while cursor > 0, characters[cursor - 1] != " " { cursor -= 1 }
    characters.removeSubrange(cursor..<end)
    edited()
  }

  package mutating func deleteToStart() {
    characters.removeSubrange(0..<cursor)
    cursor = 0
    edited()
  }

  package mutating func deleteToEnd() {
    characters.removeSubrange(cursor...)
    edited()
  }

  package mutating func moveCursor(by steps: Int) { cursor = min(max(cursor + steps, 0), characters.count) }
  package mutating func moveToStart() { cursor = 0 }
  package mutating func moveToEnd() { cursor = characters.count }

  /// Shows an older (+1) or newer (−1) line of a history whose newest line is last.
  package mutating func recall(_ direction: Int, in history: [String]) {
    let next = (historyIndex ?? -1) + direction
    guard next >= -1, next < history.count else { return }
    if historyIndex == nil { draft = text }
    completion = nil
    historyIndex = next < 0 ? nil : next
    text = next < 0 ? draft : history[history.count - 1 - next]
  }

  /// Puts the next candidate into the line, computing the candidates on the first call.
  package mutating func complete(direction: Int, candidates: (String) -> (stem: String, words: [String])) {
    if completion == nil {
      let found = candidates(text)
      guard !found.words.isEmpty else { return }
      completion = Completion(stem: found.stem, candidates: found.words, selected: nil)
    }
    guard var walking = completion else { return }
    let count = walking.candidates.count
    let start = walking.selected ?? (direction > 0 ? -1 : count)
    let selected = ((start + direction) % count + count) % count
    walking.selected = selected
    text = walking.stem + walking.candidates[selected]
    completion = count == 1 ? nil : walking
  }

  private mutating func edited() {
    completion = nil
    historyIndex = nil
  }
}
