import TFDiffUI

extension Canvas {
  /// Draws a border with a title in its top edge.
  package mutating func box(_ rect: Rect, title: String = "", border: Role, titleRole: Role) {
    guard rect.columns >= 2, rect.rows >= 2 else { return }
    let edge = glyphs.box
    let last = rect.endColumn - 1
    for (row, left, right) in [
      (rect.row, edge.topLeft, edge.topRight), (rect.endRow - 1, edge.bottomLeft, edge.bottomRight),
    ] {
      let line = String(repeating: edge.horizontal, count: rect.columns - 2)
      put(String(left) + line + String(right), column: rect.column, row: row, role: border)
    }
    for row in (rect.row + 1)..<max(rect.endRow - 1, rect.row + 1) {
      put(edge.vertical, column: rect.column, row: row, role: border)
      put(edge.vertical, column: last, row: row, role: border)
    }
    guard !title.isEmpty, rect.columns > 6 else { return }
    let shown = title.shortened(to: rect.columns - 6)
    put(" \(shown) ", column: rect.column + 1, row: rect.row, role: titleRole)
  }

  /// Draws over a box's right edge where in a longer list its window is; nothing where all of it is seen.
  package mutating func scrollBar(onRightEdgeOf rect: Rect, offset: Int, visible: Int, count: Int) {
    let height = rect.rows - 2
    guard count > visible, visible > 0, height > 0, rect.columns > 2 else { return }
    let thumb = max(1, height * visible / count)
    let room = height - thumb
    let start = min(room, room * offset / max(count - visible, 1))
    for row in 0..<height {
      let isThumb = row >= start && row < start + thumb
      put(
        isThumb ? glyphs.thumb : glyphs.track, column: rect.endColumn - 1, row: rect.row + 1 + row,
        role: isThumb ? .scrollThumb : .scrollTrack)
    }
  }

  /// How many columns pieces of text take as they are shown here.
  package func width(of pieces: [Piece]) -> Int {
    pieces.reduce(0) { sum, piece in
      glyphs.text(piece.text).reduce(sum) { $0 + glyphs.shown($1).displayWidth }
    }
  }

  /// Puts pieces of text one after another, each with its role, and cuts them at a width.
  @discardableResult
  package mutating func put(_ pieces: [Piece], column: Int, row: Int, width: Int) -> Int {
    var next = column
    clipped(to: Rect(column: column, row: row, columns: width, rows: 1)) { canvas in
      for piece in pieces { next = canvas.put(piece.text, column: next, row: row, role: piece.role) }
    }
    return next
  }
}
