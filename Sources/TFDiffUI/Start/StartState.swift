/// The start screen: what there is to debug, and where a person is in it.
public struct StartState: Sendable {
  /// What a key came to.
  public enum Outcome: Sendable, Hashable {
    case debug(words: [String], folder: String?)
    case quit
  }

  /// A line of the list.
  package enum Row: Sendable, Hashable {
    case title(String)
    /// An entry, and its place among all of them.
    case entry(StartEntry, Int)
    case note(String)
    case blank
  }

  public var size: Size
  public private(set) var sections: [StartSection]
  package private(set) var cursor = ListCursor()
  package private(set) var message: Message?

  public init(size: Size, sections: [StartSection]) {
    self.size = size
    self.sections = sections
    reveal()
  }

  /// Puts a section in the place of the one of its title, with the cursor where it was.
  public mutating func replace(_ section: StartSection) {
    guard let place = sections.firstIndex(where: { $0.title == section.title }) else { return }
    let before = sections[..<place].reduce(0) { $0 + $1.entries.count }
    let grown = section.entries.count - sections[place].entries.count
    if cursor.index >= before + sections[place].entries.count, !entries.isEmpty { cursor.index += grown }
    sections[place] = section
    reveal()
  }

  /// Tells a person why something could not be done, until the next key.
  public mutating func say(_ problem: String) { message = Message(problem, kind: .error) }

  // MARK: Rows

  package var entries: [StartEntry] { sections.flatMap(\.entries) }

  package var rows: [Row] {
    var (rows, count) = ([Row](), 0)
    for section in sections {
      if !rows.isEmpty { rows.append(.blank) }
      rows.append(.title(section.title))
      for entry in section.entries {
        rows.append(.entry(entry, count))
        count += 1
      }
      if let note = section.note { rows.append(.note(note)) }
    }
    return rows
  }

  /// Where the list is: between the title and the hints.
  package var list: Rect { Rect(column: 0, row: 1, columns: size.columns, rows: max(size.rows - 2, 0)) }

  /// The rows that are on the screen, the border apart.
  package var visible: Range<Int> { window.visible(count: rows.count, height: list.rows - 2) }

  /// The window by rows; the cursor counts entries.
  private var window = ListCursor()

  private mutating func reveal() {
    cursor.move(by: 0, count: entries.count)
    let rows = self.rows
    window.index =
      rows.firstIndex { if case .entry(_, cursor.index) = $0 { true } else { false } } ?? 0
    // The title above the first entry is shown with it.
    if cursor.index == 0 { window.offset = 0 }
    window.reveal(count: rows.count, height: list.rows - 2)
  }

  // MARK: Input

  /// Takes what came from the terminal.
  public mutating func take(_ input: InputEvent) -> Outcome? {
    switch input {
    case .resize(let size):
      self.size = size
      reveal()
    case .key(let key): return take(key)
    case .mouse(let event): return take(event)
    case .paste: break
    }
    return nil
  }

  private mutating func take(_ key: Key) -> Outcome? {
    message = nil
    let page = max(list.rows - 3, 1)
    switch key {
    case .character("q"), .escape, .control("c"): return .quit
    case .enter, .right, .character("l"): return choose()
    case .down, .character("j"), .tab: move(by: 1)
    case .up, .character("k"), .backTab: move(by: -1)
    case .pageDown: move(by: page)
    case .pageUp: move(by: -page)
    case .home, .character("g"): move(by: -entries.count)
    case .end, .character("G"): move(by: entries.count)
    case .character("?"), .function(1): message = Message(Self.help)
    default:
      message = Message("\(KeyNotation.label(key)) does nothing here; ? lists the keys", kind: .warning)
    }
    return nil
  }

  /// The keys, in a line.
  package static let help =
    "Enter starts what the cursor is on; ↑ ↓ PageUp PageDown Home End, or j k g G, move; q or Esc leaves. In a comparison O comes back."

  private mutating func take(_ event: MouseEvent) -> Outcome? {
    switch event.kind {
    case .scrollDown: move(by: 1)
    case .scrollUp: move(by: -1)
    case .press, .doublePress:
      let place = visible.lowerBound + event.location.row - list.row - 1
      guard list.contains(event.location), visible.contains(place), case .entry(_, let index) = rows[place] else {
        return nil
      }
      move(by: index - cursor.index)
      return event.kind == .doublePress ? choose() : nil
    case .release, .drag: break
    }
    return nil
  }

  private mutating func move(by rows: Int) {
    cursor.move(by: rows, count: entries.count)
    reveal()
  }

  private mutating func choose() -> Outcome? {
    guard entries.indices.contains(cursor.index) else { return nil }
    switch entries[cursor.index].choice {
    case .debug(let words, let folder): return .debug(words: words, folder: folder)
    case .tell(let words):
      message = Message(words, kind: .information)
      return nil
    }
  }
}
