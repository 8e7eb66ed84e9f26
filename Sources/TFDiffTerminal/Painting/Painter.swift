import CNcurses
import TFDiffUI

/// Puts a `Screen` on the terminal through ncurses.
///
/// Rows that are as they were are skipped here; of the others ncurses sends only the cells that changed.
final class Painter {
  private let reducer: ColorReducer
  private let unicode: Bool
  private var pairs: PairTable
  private var shown: Screen?
  private var looks: [Style: Look] = [:]

  /// A style as the terminal has it.
  private struct Look {
    var attributes: attr_t
    var pair: ColorPair
  }

  init(reducer: ColorReducer, unicode: Bool) {
    self.reducer = reducer
    self.unicode = unicode
    pairs = PairTable(pairCount: min(Int(tfdiff_pair_count()), 1 << 15))
  }

  /// The terminal no longer shows what was painted: the next painting starts from an empty one.
  func forget() {
    shown = nil
    clearok(tfdiff_current_screen(), true)
  }

  func paint(_ screen: Screen) {
    if shown?.size != screen.size {
      // Terminals keep, move or lose what they showed when their size changes.
      forget()
      werase(tfdiff_standard_screen())
    }
    let rows = min(screen.size.rows, Int(tfdiff_rows()))
    for row in 0..<max(rows, 0) where isChanged(row, in: screen) {
      paintRow(row, of: screen)
    }
    placeCursor(screen)
    shown = screen
    wnoutrefresh(tfdiff_standard_screen())
    doupdate()
  }

  private func isChanged(_ row: Int, in screen: Screen) -> Bool {
    guard let shown else { return true }
    let range = row * screen.size.columns..<(row + 1) * screen.size.columns
    return shown.cells[range] != screen.cells[range]
  }

  private func paintRow(_ row: Int, of screen: Screen) {
    let columns = min(screen.size.columns, Int(tfdiff_columns()))
    var line: [cchar_t] = []
    line.reserveCapacity(columns)
    var style: Style?
    var attributes: attr_t = 0
    var pair: Int32 = 0
    var column = 0
    while column < columns {
      let cell = screen[column, row]
      if cell.style != style {
        style = cell.style
        (attributes, pair) = rendition(of: cell.style, on: screen)
      }
      let isWide = column + 1 < columns && screen[column + 1, row].text.isEmpty
      let glyph =
        cell.text.isEmpty
        ? .blank : Glyph(cell.text, columns: isWide ? 2 : 1, unicode: unicode)
      line.append(Self.cell(glyph, attributes, pair))
      column += glyph.columns
    }
    mvwadd_wchnstr(tfdiff_standard_screen(), Int32(row), 0, line, Int32(line.count))
  }

  private static func cell(_ glyph: Glyph, _ attributes: attr_t, _ pair: Int32) -> cchar_t {
    var cell = cchar_t()
    tfdiff_set_cell(&cell, glyph.characters, attributes, pair)
    return cell
  }

  private func placeCursor(_ screen: Screen) {
    guard let cursor = screen.cursor, (0..<Int(tfdiff_columns())).contains(cursor.column),
      (0..<Int(tfdiff_rows())).contains(cursor.row)
    else {
      curs_set(0)
      return
    }
    curs_set(1)
    wmove(tfdiff_standard_screen(), Int32(cursor.row), Int32(cursor.column))
  }

  // MARK: Styles

  private func rendition(of style: Style, on screen: Screen) -> (attr_t, Int32) {
    let look = look(of: style)
    return (look.attributes, pairNumber(look.pair, on: screen))
  }

  private func look(of style: Style) -> Look {
    if let known = looks[style] { return known }
    // A theme has dozens of styles, a heat map some hundreds; more means a gradient, which needs no memory.
    if looks.count >= 4096 { looks = [:] }
    let pair = reducer.pair(foreground: style.foreground, background: style.background)
    let look = Look(attributes: Self.attributes(of: style), pair: pair)
    looks[style] = look
    return look
  }

  private static func attributes(of style: Style) -> attr_t {
    var attributes: attr_t = 0
    if style.bold { attributes |= tfdiff_bold }
    if style.dim { attributes |= tfdiff_dim }
    if style.italic { attributes |= tfdiff_italic }
    if style.underline { attributes |= tfdiff_underline }
    if style.reverse { attributes |= tfdiff_reverse }
    return attributes
  }

  private func pairNumber(_ pair: ColorPair, on screen: Screen) -> Int32 {
    guard pair != .standard else { return 0 }
    let lookup = pairs.number(for: pair) { Set(screen.cells.map { look(of: $0.style).pair }) }
    switch lookup {
    case .known(let number): return number
    case .define(let number):
      return init_extended_pair(number, pair.foreground, pair.background) == OK ? number : 0
    case .full: return 0
    }
  }
}
