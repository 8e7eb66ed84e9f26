import TFDiffUI

extension Canvas {
  /// Marks what was looked for in a text that has been put down, on whatever ground it stands.
  ///
  /// Where the text is too short to show it, all of the text is marked.
  package mutating func mark(_ pattern: TextPattern, in text: String, column: Int, row: Int) {
    let characters = Array(text)
    let found = pattern.marks(in: text)
    let marks = found.isEmpty ? [0..<characters.count] : found
    let look = styles[.found]
    for mark in marks {
      let start = column + String(characters[..<mark.lowerBound]).displayWidth
      let width = String(characters[mark]).displayWidth
      restyle(Rect(column: start, row: row, columns: width, rows: 1)) { style in
        var marked = style
        marked.foreground = look.foreground
        marked.bold = style.bold || look.bold
        marked.underline = style.underline || look.underline
        return marked
      }
    }
  }
}
