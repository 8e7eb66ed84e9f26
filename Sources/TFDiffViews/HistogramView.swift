import Foundation
import TFDiffTensor
import TFDiffUI

/// How many elements differ by how much, a decade a row; the bars are logarithmic, so that a few stay visible.
enum HistogramView {
  struct Row: Hashable {
    var label: String
    var count: Int
    /// How many of them are out of tolerance.
    var mismatched: Int
    var isOver: Bool { mismatched > 0 }
  }

  static func draw(
    _ histogram: ErrorHistogram, in rect: Rect, on canvas: inout Canvas
  ) {
    canvas.put(
      [Piece("|a−b|    elements", .muted)], column: rect.column, row: rect.row, width: rect.columns)
    let rows = rows(histogram, limit: rect.rows - 1)
    let greatest = rows.map(\.count).max() ?? 0
    let digits = String(greatest).count
    let room = max(rect.columns - 10 - digits - 1, 0)
    for (index, row) in rows.enumerated() {
      let length =
        greatest == 0 || row.count == 0 ? 0 : max(1, Int(Double(room) * share(row.count, of: greatest)))
      let bar = min(length, room)
      let over = over(row, of: bar)
      canvas.put(
        [
          Piece(canvas.glyphs.text(row.label).padded(to: 9), row.isOver ? .mismatch : .text),
          Piece(String(row.count).leftPadded(to: digits) + " ", .number),
          Piece(String(repeating: canvas.glyphs.bar, count: bar - over), .bar),
          Piece(String(repeating: canvas.glyphs.bar, count: over), .barMismatch),
        ], column: rect.column, row: rect.row + 1 + index, width: rect.columns)
    }
  }

  /// How much of a bar is coloured: the share that is out of tolerance, and never nothing of something nor all of a part.
  private static func over(_ row: Row, of bar: Int) -> Int {
    if row.mismatched == 0 || bar == 0 { return 0 }
    if row.mismatched == row.count { return bar }
    return min(max(Int((Double(bar) * Double(row.mismatched) / Double(row.count)).rounded()), 1), max(bar - 1, 1))
  }

  private static func share(_ count: Int, of greatest: Int) -> Double {
    log10(Double(count) + 1) / log10(Double(greatest) + 1)
  }

  /// From no difference to the greatest, without the empty decades at either end; where there are too many for
  /// the room, the smallest are put together.
  static func rows(_ histogram: ErrorHistogram, limit: Int) -> [Row] {
    guard limit > 0 else { return [] }
    var rows: [Row] = []
    let filled = histogram.counts.indices.filter { histogram.counts[$0] > 0 }
    if let first = filled.first, let last = filled.last {
      rows = (first...last).map { bucket in
        Row(
          label: ErrorHistogram.label(of: bucket), count: histogram.counts[bucket],
          mismatched: histogram.mismatched?[bucket] ?? 0)
      }
    }
    rows.insert(Row(label: "0", count: histogram.equal, mismatched: 0), at: 0)
    if histogram.nonFinite > 0 {
      rows.append(Row(label: "nan/inf", count: histogram.nonFinite, mismatched: histogram.nonFinite))
    }
    guard rows.count > limit else { return rows }
    // One row for all of them would say nothing: the greatest differences say most.
    if limit == 1 { return Array(rows.suffix(1)) }
    let merged = rows.prefix(rows.count - limit + 1)
    let rest = rows.dropFirst(merged.count)
    let label = rest.first.map { "<\($0.label)" } ?? "all"
    let lowest = Row(
      label: label, count: merged.reduce(0) { $0 + $1.count }, mismatched: merged.reduce(0) { $0 + $1.mismatched })
    return [lowest] + rest
  }
}
