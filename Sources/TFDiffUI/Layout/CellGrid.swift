import TFDiffTensor

/// How a tensor pane's inside is laid out: a line for name and shape, one for the slice, where there is room one
/// for column numbers, then lines of cells behind a row number.
///
/// A slice of one row flows over all the lines, as text does.
package struct CellGrid: Sendable, Hashable {
  /// The columns of a number with all digits that a float32 has, its marks included.
  private static let wideCell = 15

  package let area: Rect
  package let isFlowing: Bool
  package let headings: Int
  package let labelWidth: Int
  /// Lines of cells.
  package let lines: Int
  /// Cells in a line.
  package let perLine: Int

  /// - Parameter cell: the least columns a number is readable in, its marks and a blank before it included.
  package init(area: Rect, window: TensorWindow, cell: Int = NumberNotation.decimal.cellWidth(for: .float32)) {
    self.area = area
    let shape = window.shape
    isFlowing = window.rowAxis.map { shape[$0] == 1 } ?? true
    headings = area.rows >= 5 && !isFlowing ? 3 : 2
    lines = max(area.rows - headings, 0)
    let labelled = isFlowing ? window.columnAxis : window.rowAxis
    let digits = labelled.map { String(max(shape[$0] - 1, 0)).count } ?? 0
    labelWidth = digits == 0 ? 1 : digits + 1
    let across = window.columnAxis.map { String(max(shape[$0] - 1, 0)).count } ?? 0
    let least = max(cell, across + 2, Self.isWide(area) ? Self.wideCell : 0)
    perLine = max((area.columns - labelWidth) / least, 1)
  }

  private static func isWide(_ area: Rect) -> Bool { area.columns >= 60 }

  /// How many digits a number has at most: in a wide pane all that tell one float32 from the next.
  package var mostDigits: Int { Self.isWide(area) ? 9 : 6 }

  package var windowRoom: TensorWindow.Room {
    isFlowing ? .init(rows: 1, columns: perLine * lines) : .init(rows: lines, columns: perLine)
  }

  /// Columns that a number has room for: its marks are beside it, and it does not touch the one before.
  package var room: Int { max(pitch - 3, 1) }

  /// Columns a cell takes.
  package var pitch: Int { max((area.columns - labelWidth) / perLine, 1) }

  package var cells: Rect { area.dropFirstRows(headings).dropFirstColumns(labelWidth) }

  /// Where the cell in a row and a column of the window is drawn.
  package func rect(row: Int, column: Int) -> Rect {
    let line = isFlowing ? column / perLine : row
    let place = isFlowing ? column % perLine : column
    return Rect(
      column: cells.column + place * pitch, row: cells.row + line, columns: pitch, rows: 1)
  }

  /// The row and column of the window drawn at a place.
  package func cell(at point: Point) -> (row: Int, column: Int)? {
    guard cells.contains(point) else { return nil }
    let line = point.row - cells.row
    let place = (point.column - cells.column) / pitch
    guard place < perLine else { return nil }
    return isFlowing ? (0, line * perLine + place) : (line, place)
  }
}
