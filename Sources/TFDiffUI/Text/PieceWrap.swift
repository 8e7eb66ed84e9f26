/// Breaks a line of pieces into lines that fit, each character in its own role.
package enum PieceWrap {
  /// Lines of at most so many columns, broken after blanks and marks that part a name where there are any; what follows the first
  /// stands two columns further in than its beginning.
  package static func lines(_ pieces: [Piece], to width: Int) -> [[Piece]] {
    var rest = pieces.flatMap { piece in piece.text.map { (character: $0, role: piece.role) } }[...]
    let blanks = rest.prefix { $0.character == " " }.count
    let indent = String(repeating: " ", count: max(min(blanks + 2, width - 10), 0))
    var lines: [[Piece]] = []
    while !rest.isEmpty {
      let room = max(width - (lines.isEmpty ? 0 : indent.count), 1)
      let end = Self.end(of: rest.map(\.character), room: room)
      let line = joined(rest.prefix(end))
      lines.append(lines.isEmpty ? line : [Piece(indent)] + line)
      rest = rest.dropFirst(end)
      if !rest.isEmpty { rest = rest.drop { $0.character == " " } }
    }
    return lines.isEmpty ? [[]] : lines
  }

  /// How many of the characters the first line has.
  private static func end(of characters: [Character], room: Int) -> Int {
    var width = 0
    var best = 0
    for (index, character) in characters.enumerated() {
      width += DisplayWidth.of(character)
      if width > room { return best > 0 ? best : max(index, 1) }
      let isMark = " /,(".contains(character)
      // A line that is indented may not be broken within its indentation.
      if isMark, characters[...index].contains(where: { $0 != " " }) { best = index + 1 }
    }
    return characters.count
  }

  private static func joined(_ characters: ArraySlice<(character: Character, role: Role)>) -> [Piece] {
    var pieces: [Piece] = []
    for (character, role) in characters {
      if pieces.last?.role == role {
        pieces[pieces.count - 1].text.append(character)
      } else {
        pieces.append(Piece(String(character), role))
      }
    }
    return pieces
  }
}
