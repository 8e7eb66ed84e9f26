import TFDiffDebugger

/// A list that can be searched.
package enum SearchedList: Sendable, Hashable {
  case endpoints
  case operations(ofEndpoint: Int)
  case tab(BottomTab)
}

/// What was looked for, and where it was found; while there is one, `n` and `N` go from match to match.
package struct TextSearch: Sendable, Hashable {
  package let text: String
  /// The rows that have it; where none has it as it stands, those that have its characters in their order.
  package let rows: Set<Int>
  /// How it is found in them.
  package let pattern: TextPattern
  /// The row that it fits best; nil where all fit alike.
  package let best: Int?
  package let list: SearchedList
  /// How many rows were searched.
  let count: Int

  /// - Parameter texts: the list's rows.
  init(_ text: String, in list: SearchedList, texts: [String]) {
    self.text = text
    self.list = list
    count = texts.count
    let plain = TextPattern(text)
    let exact = plain.isEmpty ? [] : texts.indices.filter { plain.distance(in: texts[$0]) != nil }
    guard exact.isEmpty, !plain.isEmpty else {
      (rows, pattern, best) = (Set(exact), plain, nil)
      return
    }
    pattern = TextPattern(text, isFuzzy: true)
    var distances: [(row: Int, distance: Int)] = []
    for row in texts.indices {
      if let distance = pattern.distance(in: texts[row]) { distances.append((row, distance)) }
    }
    rows = Set(distances.map(\.row))
    best = distances.min { ($0.distance, $0.row) < ($1.distance, $1.row) }?.row
  }
}

extension AppState {
  /// The list that is searched: the focused one, else that at the left.
  var searchedList: SearchedList {
    if interface.focus == .bottom { return .tab(interface.tab) }
    return interface.openEndpoint.map { .operations(ofEndpoint: $0) } ?? .endpoints
  }

  /// The texts of all rows of the searched list.
  private var searchTexts: [String] {
    switch searchedList {
    case .endpoints: debugger.endpoints.map(\.name)
    case .operations(let open): debugger.endpoints[open].operations.map(\.searchText)
    case .tab(.stack): StackLines.lines(self).map { $0.pieces.map(\.text).joined() }
    case .tab(.report): reportLines.map { $0.map(\.text).joined() }
    case .tab(.why): whyLines().map { $0.map(\.text).joined() }
    case .tab(let tab): (0..<bottomCount(tab)).map { bottomText(tab, $0) }
    }
  }

  func textSearch(for text: String) -> TextSearch { TextSearch(text, in: searchedList, texts: searchTexts) }

  /// Which of the matches the cursor is on, and of how many, such as `2/5`; the number alone where it is on none.
  func count(of search: TextSearch) -> String {
    let (count, place) = searchRows.places(of: search.rows, at: searchCursor)
    return (place.map { "\($0)/" } ?? "") + "\(count)" + (search.pattern.isFuzzy ? " alike" : "")
  }

  /// Looks again where the list has other rows than those that were searched, and ends the search where another list has the
  /// keys.
  mutating func normalizeSearch() {
    guard let search = interface.search else { return }
    if search.list != searchedList {
      interface.search = nil
    } else if search.count != searchCount {
      interface.search = textSearch(for: search.text)
    }
  }

  /// How many rows the searched list has, whether or not they are shown.
  private var searchCount: Int { interface.focus == .bottom ? bottomCount(interface.tab) : rowCount }
}

extension OperationRow {
  /// Type and name of both sides.
  fileprivate var searchText: String {
    [reference, candidate].compactMap(\.self).map { "\($0.type) \($0.name)" }.joined(separator: " ")
  }
}
