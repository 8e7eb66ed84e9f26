import TFDiffTensor

/// A colour as a theme names it; the painter turns it into what the terminal has.
public enum Color: Sendable, Hashable {
  case `default`
  case rgb(UInt8, UInt8, UInt8)
  /// One of the 256 of xterm.
  case indexed(UInt8)
}

/// How a cell looks.
public struct Style: Sendable, Hashable {
  public var foreground: Color
  public var background: Color
  public var bold: Bool
  public var dim: Bool
  public var italic: Bool
  public var underline: Bool
  public var reverse: Bool

  public init(
    foreground: Color = .default, background: Color = .default, bold: Bool = false, dim: Bool = false,
    italic: Bool = false, underline: Bool = false, reverse: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.dim = dim
    self.italic = italic
    self.underline = underline
    self.reverse = reverse
  }
  public static let plain = Style()
}

/// One place of the screen: a character with its combining marks, and its look. A character two columns
/// wide is followed by a cell whose text is empty.
///
/// A cell holds nothing that is not printable, so that no screen can: whoever draws text from outside writes it out before,
/// and what comes all the same is replaced.
public struct Cell: Sendable, Hashable {
  public private(set) var text: String
  public var style: Style

  public init(_ text: String = " ", style: Style = .plain) {
    self.text = Self.isPrintable(text) ? text : "\u{FFFD}"
    self.style = style
  }

  /// Adds a mark that combines with the character; one that is not printable is left out.
  public mutating func append(_ mark: Character) {
    if VisibleText.isVisible(mark) { text.append(mark) }
  }

  private static func isPrintable(_ text: String) -> Bool {
    text.allSatisfy { $0.isOfFrame || VisibleText.isVisible($0) }
  }
}

public struct Size: Sendable, Hashable {
  public var columns: Int
  public var rows: Int
  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// What the terminal shows, as a value: views draw into it, the painter puts it on the terminal,
/// and the tests read it.
public struct Screen: Sendable, Hashable {
  public let size: Size
  public private(set) var cells: [Cell]
  /// Where the terminal's cursor stands, as (column, row); nil hides it.
  public var cursor: Point?

  public init(size: Size, fill: Cell = Cell()) {
    self.size = size
    cells = Array(repeating: fill, count: max(size.columns, 0) * max(size.rows, 0))
  }

  /// - Precondition: the place is on the screen.
  public subscript(column: Int, row: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set { cells[row * size.columns + column] = newValue }
  }
}

public struct Point: Sendable, Hashable {
  public var column: Int
  public var row: Int
  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}
