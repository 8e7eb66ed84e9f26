import TFDiffTensor
import TFDiffUI

/// Where in height × width the tensors differ, a cell for what falls together.
enum HeatMapView {
  static func draw(
    _ map: HeatMap, _ reduction: HeatMapReduction, tolerance: Tolerance, in rect: Rect, on canvas: inout Canvas
  ) {
    guard rect.rows >= 2, rect.columns >= 8 else { return }
    let scale = HeatScale(map, reduction, tolerance: tolerance)
    drawLegend(map, reduction, scale, in: rect.firstRows(1), on: &canvas)
    let body = rect.dropFirstRows(1)
    let width = max(min(body.columns / max(map.columns, 1), 2), 1)
    canvas.clipped(to: body) { canvas in
      for row in 0..<min(map.rows, body.rows) {
        for column in 0..<min(map.columns, body.columns / width) {
          let level = scale.level(map[row, column])
          let text = String(repeating: canvas.glyphs.shades[level], count: width)
          canvas.put(text, column: body.column + column * width, row: body.row + row, role: role(level))
        }
      }
    }
  }

  /// What a cell is, over what, and which numbers the shades stand for; as much as there is room for.
  private static func drawLegend(
    _ map: HeatMap, _ reduction: HeatMapReduction, _ scale: HeatScale, in rect: Rect, on canvas: inout Canvas
  ) {
    let shades = canvas.glyphs.shades
    let size = map.rowAxis == nil ? "\(map.sourceColumns)" : "\(map.sourceRows)×\(map.sourceColumns)"
    let what = reduction == .share ? "mismatched" : "\(reduction.rawValue) |a−b|"
    let within = reduction == .share ? [] : [Piece(String(shades[1]), role(1)), Piece(" ≤atol ", .muted)]
    let numbers = numbers(scale, reduction, shades)
    let forms = [
      [Piece("\(what) over \(size)  ", .muted)] + within + numbers, [Piece("\(what) ", .muted)] + numbers,
      [Piece("\(reduction.rawValue) ", .muted)] + numbers, numbers,
    ]
    let fitting = forms.first { canvas.width(of: $0) <= rect.columns } ?? numbers
    canvas.put(fitting, column: rect.column, row: rect.row, width: rect.columns)
  }

  private static func numbers(
    _ scale: HeatScale, _ reduction: HeatMapReduction, _ shades: [Character]
  ) -> [Piece] {
    guard let range = scale.range else { return [Piece("none", .muted)] }
    let greatest = [
      Piece(String(shades[4]), role(4)), Piece(" " + HeatScale.words(range.upperBound, reduction), .number),
    ]
    if range.lowerBound == range.upperBound { return greatest }
    return [
      Piece(String(shades[2]), role(2)), Piece(" " + HeatScale.words(range.lowerBound, reduction) + " ", .number),
    ] + greatest
  }

  private static func role(_ level: Int) -> Role {
    switch level {
    case 0: .muted
    case 1: .heat1
    case 2: .heat2
    case 3: .heat3
    default: .heat4
    }
  }
}
