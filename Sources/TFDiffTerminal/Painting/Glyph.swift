import CNcurses
import Glibc

/// What a cell's text becomes on the terminal: one character that takes room and those that combine with it.
package struct Glyph: Sendable, Hashable {
  /// Ends with 0, as the C library wants it.
  package let characters: [wchar_t]
  package let columns: Int

  /// The most characters ncurses keeps in a cell (its `CCHARW_MAX`).
  private static let capacity = 5

  /// Text that would take more than `columns` columns, or that the terminal cannot show, becomes a replacement of
  /// one column: the grid must not shift.
  package init(_ text: String, columns: Int, unicode: Bool) {
    if let byte = text.utf8.first, text.utf8.count == 1, (0x20..<0x7F).contains(byte) {
      self.init(characters: [wchar_t(byte), 0], columns: 1)
      return
    }
    let scalars = text.unicodeScalars.map { wchar_t(bitPattern: $0.value) }
    let width = unicode ? scalars.first.map { Int(tfdiff_character_width($0)) } ?? 0 : 0
    guard let first = scalars.first, width > 0, width <= columns else {
      self.init(characters: [unicode ? 0xFFFD : 0x3F, 0], columns: 1)
      return
    }
    // Where the C library finds a character narrower than the screen's author, a mark may be what widens it.
    let marks = scalars.dropFirst().prefix { width == columns && tfdiff_character_width($0) == 0 }
    self.init(characters: [first] + marks.prefix(Self.capacity - 1) + [0], columns: width)
  }

  private init(characters: [wchar_t], columns: Int) {
    self.characters = characters
    self.columns = columns
  }

  package static let blank = Glyph(characters: [0x20, 0], columns: 1)
}
