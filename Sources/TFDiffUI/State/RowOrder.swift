/// Which rows of a list are shown, and in which order.
package struct RowOrder: Sendable, Hashable {
  /// Nil where it is all of them as they are, which needs no list of its own.
  private let rows: [Int]?
  /// Where each of the rows stands.
  private let places: [Int: Int]?
  package let count: Int

  /// All rows as they are.
  package init(all count: Int) {
    rows = nil
    places = nil
    self.count = count
  }

  package init(_ rows: [Int]) {
    self.rows = rows
    places = Dictionary(rows.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    count = rows.count
  }

  /// The row at a place of the list; that at the nearer end for a place outside.
  package func row(at position: Int) -> Int {
    let position = min(max(position, 0), max(count - 1, 0))
    return rows.map { $0.isEmpty ? 0 : $0[position] } ?? position
  }

  /// Where a row stands; where it is not shown, where the first one after it does.
  package func position(of row: Int) -> Int {
    guard let rows else { return row }
    return places?[row] ?? rows.firstIndex { $0 > row } ?? max(count - 1, 0)
  }

  /// Whether a row is among them.
  package func shows(_ row: Int) -> Bool {
    places.map { $0[row] != nil } ?? (0..<count).contains(row)
  }

  /// Whether one of two rows that are shown comes before the other.
  package func comes(_ row: Int, before other: Int) -> Bool {
    guard let places else { return row < other }
    return (places[row] ?? count) < (places[other] ?? count)
  }

  /// Moves a cursor by places.
  package func moved(_ row: Int, by places: Int) -> Int { self.row(at: position(of: row) + places) }

  /// The rows that a window of a height shows.
  package func visible(_ cursor: ListCursor, height: Int) -> [Int] {
    cursor.visible(count: count, height: height).map { row(at: $0) }
  }

  /// Brings a cursor, whose index is a row and whose offset a place, into the list, and the window to it.
  package func reveal(_ cursor: inout ListCursor, height: Int) {
    var place = ListCursor(index: position(of: cursor.index), offset: cursor.offset)
    place.reveal(count: count, height: height)
    cursor = ListCursor(index: row(at: place.index), offset: place.offset)
  }
}
