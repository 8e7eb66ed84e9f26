/// Which rows of a list are shown, and in which order.
package struct RowOrder: Sendable, Hashable {
  /// Nil where it is all of them as they are, which needs no list of its own.
  private let rows: [Int]?
  package let count: Int

  /// All rows as they are.
  package init(all count: Int) {
    rows = nil
    self.count = count
  }

  package init(_ rows: [Int]) {
    self.rows = rows
    count = rows.count
  }

  /// The same with a row that may not be among them, at its place.
  func showing(_ row: Int, of count: Int, comesBefore: (Int, Int) -> Bool) -> RowOrder {
    guard let rows, (0..<count).contains(row), !rows.contains(row) else { return self }
    var more = rows
    more.insert(row, at: rows.firstIndex { comesBefore(row, $0) } ?? rows.count)
    return RowOrder(more)
  }

  /// The same with one row in the place of another; unchanged where that is not among them.
  func with(_ row: Int, inPlaceOf other: Int) -> RowOrder {
    guard row != other, let rows, let place = rows.firstIndex(of: other) else { return self }
    var changed = rows
    changed[place] = row
    return RowOrder(changed)
  }

  /// The row at a place of the list; that at the nearer end for a place outside.
  package func row(at position: Int) -> Int {
    let position = min(max(position, 0), max(count - 1, 0))
    return rows.map { $0.isEmpty ? 0 : $0[position] } ?? position
  }

  /// Where a row stands; where it is not shown, where the first one after it does.
  package func position(of row: Int) -> Int {
    guard let rows else { return row }
    return rows.firstIndex(of: row) ?? rows.firstIndex { $0 > row } ?? max(count - 1, 0)
  }

  /// How many of the rows are in a set, and at which of them, counted from 1, a row is; nil for one that is not.
  func places(of set: Set<Int>, at row: Int) -> (count: Int, place: Int?) {
    var (count, place) = (0, Int?.none)
    for position in 0..<self.count {
      let here = self.row(at: position)
      guard set.contains(here) else { continue }
      count += 1
      if here == row { place = count }
    }
    return (count, place)
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
