/// How the inside of the difference pane is shared out between words, histogram and heat map.
package struct DifferenceLayout: Sendable, Hashable {
  private static let widestHistogram = 34

  package let inside: Rect

  package init(inside: Rect) { self.inside = inside }

  /// Whether sentences have to be short.
  package var isNarrow: Bool { inside.columns < 76 }

  /// Lines of words before the pictures; few rows leave out what the tensor panes show as well.
  package var wordLines: Int { hasLineForMeasures ? 7 : hasLineForRelative ? 5 : 4 }

  /// Whether the greatest relative difference is told: not where pictures have room only in its place, and say more.
  package var hasLineForRelative: Bool { inside.rows >= 8 || inside.rows < 6 }

  /// Whether the measures of the whole stand on a line of their own, or else beside the count of mismatches.
  package var hasLineForMeasures: Bool { inside.rows >= 12 }

  package var histogramWidth: Int { min(Self.widestHistogram, inside.columns * 9 / 20) }

  /// How many cells the heat map has room for: two columns a cell, which makes it about square.
  ///
  /// - Parameter places: how many lines of code are named above it.
  package func heatMapRoom(below places: Int) -> (rows: Int, columns: Int) {
    let width = inside.columns - histogramWidth - 3
    return (max(inside.rows - wordLines - places - 1, 1), max(width / 2, 1))
  }
}
