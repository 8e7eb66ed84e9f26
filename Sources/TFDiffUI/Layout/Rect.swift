/// A rectangle of cells; empty where a side is not positive.
package struct Rect: Sendable, Hashable {
  package var column: Int
  package var row: Int
  package var columns: Int
  package var rows: Int

  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(columns, 0)
    self.rows = max(rows, 0)
  }

  package init(_ size: Size) { self.init(column: 0, row: 0, columns: size.columns, rows: size.rows) }

  package static let zero = Rect(column: 0, row: 0, columns: 0, rows: 0)

  package var endColumn: Int { column + columns }
  package var endRow: Int { row + rows }
  package var isEmpty: Bool { columns == 0 || rows == 0 }

  package func contains(_ point: Point) -> Bool {
    point.column >= column && point.column < endColumn && point.row >= row && point.row < endRow
  }

  package func intersection(_ other: Rect) -> Rect {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Rect(
      column: left, row: top, columns: min(endColumn, other.endColumn) - left,
      rows: min(endRow, other.endRow) - top)
  }

  /// What is left inside a border of one cell.
  package var inside: Rect { inset(by: 1) }

  package func inset(by cells: Int) -> Rect {
    Rect(column: column + cells, row: row + cells, columns: columns - 2 * cells, rows: rows - 2 * cells)
  }

  /// The rectangle of a size in the middle of this one, cut to fit.
  package func centered(columns wanted: Int, rows wantedRows: Int) -> Rect {
    let width = min(wanted, columns)
    let height = min(wantedRows, rows)
    return Rect(
      column: column + (columns - width) / 2, row: row + (rows - height) / 2, columns: width, rows: height)
  }

  package func dropFirstRows(_ count: Int) -> Rect {
    Rect(column: column, row: row + count, columns: columns, rows: rows - count)
  }

  package func firstRows(_ count: Int) -> Rect {
    Rect(column: column, row: row, columns: columns, rows: min(rows, count))
  }

  /// One row of it, from 0.
  package func row(_ index: Int) -> Rect {
    Rect(column: column, row: row + index, columns: columns, rows: 1)
  }

  package func dropFirstColumns(_ count: Int) -> Rect {
    Rect(column: column + count, row: row, columns: columns - count, rows: rows)
  }

  package func firstColumns(_ count: Int) -> Rect {
    Rect(column: column, row: row, columns: min(columns, count), rows: rows)
  }
}
