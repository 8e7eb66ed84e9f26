import TFDiffTensor
import TFDiffUI

/// The bars at the right edge of the list, which show at a glance where errors grow.
struct ErrorBars {
  private let scale: ErrorScale
  private let glyphs: Glyphs
  let cells: Int

  init(_ scale: ErrorScale, width: Int, _ glyphs: Glyphs) {
    self.scale = scale
    self.glyphs = glyphs
    cells = Self.cells(width: width)
  }

  /// How many columns of a row a bar has: in a narrow list the one that would be blank, so that no name is cut for it.
  static func cells(width: Int) -> Int { min(max((width - 22) / 3, 1), 8) }

  /// Nothing where nothing was compared.
  func bar(_ comparison: Comparison?, isOver: Bool) -> Piece {
    comparison.map { bar(error: $0.maxAbs, isOver: isOver) } ?? Piece("")
  }

  func bar(error: Double, isOver: Bool) -> Piece {
    Piece(glyphs.bar(scale.share(of: error), cells: cells), isOver ? .barMismatch : .bar)
  }
}
