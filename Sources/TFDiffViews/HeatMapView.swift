import Foundation
import TFDiffTensor
import TFDiffUI

/// Where in height × width the tensors differ: each cell is the greatest difference of its part.
enum HeatMapView {
  static func draw(_ map: HeatMap, tolerance: Tolerance, in rect: Rect, on canvas: inout Canvas) {
    guard rect.rows >= 2, rect.columns >= 8 else { return }
    drawLegend(map, in: rect.firstRows(1), on: &canvas)
    let body = rect.dropFirstRows(1)
    let width = max(min(body.columns / max(map.columns, 1), 2), 1)
    canvas.clipped(to: body) { canvas in
      for row in 0..<min(map.rows, body.rows) {
        for column in 0..<min(map.columns, body.columns / width) {
          let level = level(map[row, column], maximum: map.maximum, tolerance: tolerance)
          let text = String(repeating: canvas.glyphs.shades[level], count: width)
          canvas.put(text, column: body.column + column * width, row: body.row + row, role: role(level))
        }
      }
    }
  }

  private static func drawLegend(_ map: HeatMap, in rect: Rect, on canvas: inout Canvas) {
    let shades = canvas.glyphs.shades
    let size = map.rowAxis == nil ? "\(map.sourceColumns)" : "\(map.sourceRows)×\(map.sourceColumns)"
    canvas.put(
      [
        Piece("|a−b| over \(size)  ", .muted), Piece(String(shades[1]), role(1)), Piece(" ≤atol ", .muted),
        Piece(String(shades[2]), role(2)), Piece(String(shades[3]), role(3)),
        Piece(String(shades[4]), role(4)),
        Piece(" " + formatShort(map.maximum), .number),
      ], column: rect.column, row: rect.row, width: rect.columns)
  }

  /// 0 no difference, 1 within atol, 2 to 4 from there to the greatest in equal steps of its logarithm.
  static func level(_ value: Double, maximum: Double, tolerance: Tolerance) -> Int {
    if value == 0 { return 0 }
    if value <= tolerance.atol { return 1 }
    if !value.isFinite { return 4 }
    let bottom = max(tolerance.atol, maximum.isFinite ? maximum * 1e-6 : 1e-12)
    let top = maximum.isFinite ? maximum : max(value, 1)
    guard top > bottom, value > bottom else { return value >= top ? 4 : 2 }
    return min(2 + Int(3 * log(value / bottom) / log(top / bottom)), 4)
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
