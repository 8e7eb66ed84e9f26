import TFDiffUI

/// What the views draw on: a screen, a clip rectangle outside of which nothing is drawn, and the glyphs in use.
///
/// Places are the screen's, not the clip's.
package struct Canvas {
  package private(set) var screen: Screen
  package private(set) var clip: Rect
  package let glyphs: Glyphs
  /// How each role looks here.
  package let styles: StyleSheet

  package init(size: Size, glyphs: Glyphs, styles: StyleSheet) {
    screen = Screen(size: size, fill: Cell(style: styles[.text]))
    clip = Rect(size)
    self.glyphs = glyphs
    self.styles = styles
  }

  /// Draws with the clip cut down to a rectangle.
  package mutating func clipped(to rect: Rect, _ draw: (inout Canvas) -> Void) {
    let before = clip
    clip = clip.intersection(rect)
    if !clip.isEmpty { draw(&self) }
    clip = before
  }

  /// Puts text on one row and returns the column after it, whether or not all of it was inside the clip.
  @discardableResult
  package mutating func put(_ text: String, column: Int, row: Int, style: Style) -> Int {
    var next = column
    // A line of a frame is one character over and over.
    var (last, shown) = (Character?.none, "")
    for character in glyphs.text(text) {
      if character != last { (last, shown) = (character, glyphs.shown(character)) }
      if shown.count == 1, let only = shown.first {
        next = place(only, column: next, row: row, style: style)
      } else {
        for part in shown { next = place(part, column: next, row: row, style: style) }
      }
    }
    return next
  }

  @discardableResult
  package mutating func put(_ text: String, column: Int, row: Int, role: Role) -> Int {
    put(text, column: column, row: row, style: styles[role])
  }

  package mutating func put(_ character: Character, column: Int, row: Int, role: Role) {
    place(character, column: column, row: row, style: styles[role])
  }

  package mutating func fill(_ rect: Rect, with character: Character = " ", role: Role) {
    let area = rect.intersection(clip)
    guard !area.isEmpty else { return }
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn {
        place(character, column: column, row: row, style: styles[role])
      }
    }
  }

  /// Lays a look over cells without changing their text.
  package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let area = rect.intersection(clip)
    guard !area.isEmpty else { return }
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn {
        screen[column, row].style = change(screen[column, row].style)
      }
    }
  }

  /// Lays a role over cells as a highlight.
  package mutating func highlight(_ rect: Rect, with role: Role) {
    let styles = styles
    restyle(rect) { styles.highlight($0, with: role) }
  }

  /// Gives cells the look of a role, whatever lies over them; what is underlined or reversed stays so.
  package mutating func emphasise(_ rect: Rect, with role: Role) {
    let over = styles[role]
    restyle(rect) { before in
      var style = over
      style.underline = over.underline || before.underline
      style.reverse = over.reverse || before.reverse
      return style
    }
  }

  package mutating func setCursor(column: Int, row: Int) {
    let point = Point(column: column, row: row)
    screen.cursor = clip.contains(point) ? point : nil
  }

  @discardableResult
  private mutating func place(_ character: Character, column: Int, row: Int, style: Style) -> Int {
    let width = DisplayWidth.of(character)
    guard width > 0 else {
      append(character, toCellBefore: column, row: row)
      return column
    }
    guard row >= clip.row, row < clip.endRow else { return column + width }
    if column >= clip.column, column + width <= clip.endColumn {
      write(String(character), width: width, column: column, row: row, style: style)
    } else {
      for half in column..<(column + width) where half >= clip.column && half < clip.endColumn {
        write(" ", width: 1, column: half, row: row, style: style)
      }
    }
    return column + width
  }

  private mutating func write(_ text: String, width: Int, column: Int, row: Int, style: Style) {
    breakWideCharacter(column: column, row: row)
    if width == 2 { breakWideCharacter(column: column + 1, row: row) }
    screen[column, row] = Cell(text, style: style)
    if width == 2 { screen[column + 1, row] = Cell("", style: style) }
  }

  /// Blanks the half that would be left of a wide character when the other half is overwritten.
  private mutating func breakWideCharacter(column: Int, row: Int) {
    if screen[column, row].text.isEmpty, column > 0 {
      blank(column - 1, row)
      blank(column, row)
    } else if column + 1 < screen.size.columns, screen[column + 1, row].text.isEmpty {
      blank(column + 1, row)
    }
  }

  private mutating func blank(_ column: Int, _ row: Int) {
    screen[column, row] = Cell(style: screen[column, row].style)
  }

  /// A combining mark that stands alone joins the character before it.
  private mutating func append(_ mark: Character, toCellBefore column: Int, row: Int) {
    let point = Point(column: column - 1, row: row)
    guard clip.contains(point), !glyphs.isASCII, screen[point.column, row].text != " " else { return }
    let target = screen[point.column, row].text.isEmpty ? point.column - 1 : point.column
    guard target >= clip.column else { return }
    screen[target, row].append(mark)
  }
}
