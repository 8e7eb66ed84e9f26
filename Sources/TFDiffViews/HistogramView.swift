import Foundation
import TFDiffTensor
import TFDiffUI

/// How many elements differ by how much, a decade a row; the bars are logarithmic, so that a few stay visible.
enum HistogramView {
  struct Row: Hashable {
    var label: String
    var count: Int
    var isOver: Bool
  }

  static func draw(
    _ histogram: ErrorHistogram, tolerance: Tolerance, in rect: Rect, on canvas: inout Canvas
  ) {
    canvas.put(
      [Piece("|a−b|    elements", .muted)], column: rect.column, row: rect.row, width: rect.columns)
    let rows = rows(histogram, tolerance: tolerance, limit: rect.rows - 1)
    let greatest = rows.map(\.count).max() ?? 0
    let digits = String(greatest).count
    let room = max(rect.columns - 10 - digits - 1, 0)
    for (index, row) in rows.enumerated() {
      let length =
        greatest == 0 || row.count == 0 ? 0 : max(1, Int(Double(room) * share(row.count, of: greatest)))
      let bar = String(repeating: canvas.glyphs.bar, count: min(length, room))
      canvas.put(
        [
          Piece(canvas.glyphs.text(row.label).padded(to: 9), row.isOver ? .mismatch : .text),
          Piece(String(row.count).leftPadded(to: digits) + " ", .number),
          Piece(bar, row.isOver ? .barMismatch : .bar),
        ], column: rect.column, row: rect.row + 1 + index, width: rect.columns)
    }
  }

  private static func share(_ count: Int, of greatest: Int) -> Double {
    log10(Double(count) + 1) / log10(Double(greatest) + 1)
  }

  /// From no difference to the greatest, without the empty decades at either end; where there are too many for
  /// the room, the smallest are put together.
  static func rows(_ histogram: ErrorHistogram, tolerance: Tolerance, limit: Int) -> [Row] {
    guard limit > 0 else { return [] }
    var rows: [Row] = []
    let filled = histogram.counts.indices.filter { histogram.counts[$0] > 0 }
    if let first = filled.first, let last = filled.last {
      rows = (first...last).map { bucket in
        let edge = bucket == 0 ? 0 : ErrorHistogram.edges[bucket - 1]
        return Row(
          label: ErrorHistogram.label(of: bucket), count: histogram.counts[bucket],
          isOver: edge > 0 && edge >= tolerance.atol)
      }
    }
    rows.insert(Row(label: "0", count: histogram.equal, isOver: false), at: 0)
    if histogram.nonFinite > 0 {
      rows.append(Row(label: "nan/inf", count: histogram.nonFinite, isOver: true))
    }
    guard rows.count > limit else { return rows }
    let merged = rows.prefix(rows.count - limit + 1)
    let rest = rows.dropFirst(merged.count)
    let label = rest.first.map { "<\($0.label)" } ?? "all"
    let lowest = Row(
      label: label, count: merged.reduce(0) { $0 + $1.count }, isOver: merged.contains { $0.isOver })
    return [lowest] + rest
  }
}
