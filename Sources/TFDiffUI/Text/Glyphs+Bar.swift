extension Glyphs {
  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  private static let strokes: [Character] = [".", ":", "-", "=", "+", "*", "#"]

  /// A bar from left to right, drawn in parts of a cell; what is more than nothing has at least one part.
  ///
  /// - Parameter share: from 0 to 1, of so many cells.
  package func bar(_ share: Double, cells: Int) -> String {
    let parts = isASCII ? Self.strokes : Self.eighths
    let length = share > 0 ? max(Int((share * Double(cells * parts.count)).rounded()), 1) : 0
    let (full, rest) = length.quotientAndRemainder(dividingBy: parts.count)
    let whole = String(repeating: parts[parts.count - 1], count: full)
    return rest == 0 ? whole : whole + String(parts[rest - 1])
  }
}
