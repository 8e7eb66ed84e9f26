import CNcurses
import Glibc

/// What a cell's text becomes on the terminal: one character that takes room and those that combine with it.
package struct Glyph: Sendable, Hashable {
  /// Ends with 0, as the C library wants it.
  package let characters: [wchar_t]
  package let columns: Int

  /// The most characters ncurses keeps in a cell (its `CCHARW_MAX`).
  private static let capacity = 5

  /// Text that would take other than `columns` columns, or that the terminal cannot show, becomes a
  /// replacement of one column: the grid must not shift.
  package init(_ text: String, columns: Int, replacement: wchar_t) {
    if columns == 1, let byte = text.utf8.first, text.utf8.count == 1, (0x20..<0x7F).contains(byte) {
      self.init(characters: [wchar_t(byte), 0], columns: 1)
      return
    }
    let scalars = text.unicodeScalars.map { wchar_t(bitPattern: $0.value) }
    guard let first = scalars.first, tfdiff_character_width(first) == columns else {
      self.init(characters: [replacement, 0], columns: 1)
      return
    }
    let marks = scalars.dropFirst().prefix { tfdiff_character_width($0) == 0 }
    self.init(characters: [first] + marks.prefix(Self.capacity - 1) + [0], columns: columns)
  }

  private init(characters: [wchar_t], columns: Int) {
    self.characters = characters
    self.columns = columns
  }

  package static let blank = Glyph(characters: [0x20, 0], columns: 1)
}
