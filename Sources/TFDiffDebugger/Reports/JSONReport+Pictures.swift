import Foundation
import TFDiffTensor

/// How an endpoint's error is spread, where its values are out of tolerance and still there.
struct ErrorPicture {
  /// The most rows and columns that a report's heat map has.
  static let greatestSide = 48

  let histogram: ErrorHistogram
  let heatMap: HeatMap

  init?(of row: EndpointRow, in state: DebuggerState) {
    guard row.activationStatus == .mismatch, let reference = row.reference?.tensor,
      let candidate = row.candidate?.tensor,
      let pair = try? TensorPair(
        reference: reference, candidate: state.determined(reference, candidate, of: row).candidate),
      pair.elementCount > 0
    else { return nil }
    histogram = ErrorHistogram(of: pair)
    heatMap = HeatMap(of: pair, rows: Self.greatestSide, columns: Self.greatestSide)
  }
}

extension JSONReport {
  /// The decades that any element is in.
  static func histogram(_ histogram: ErrorHistogram) -> JSONValue {
    let decades = histogram.counts.enumerated().filter { $0.element > 0 }.map { bucket, count -> JSONValue in
      .object([
        .init("from", bucket == 0 ? .int(0) : .double(ErrorHistogram.edges[bucket - 1])), .init("count", .int(count)),
      ])
    }
    return .object([
      .init("equal", .int(histogram.equal)),
      .init("decades", .array(decades)),
      .init("non_finite", .int(histogram.nonFinite)),
    ])
  }

  static func heatMap(_ map: HeatMap) -> JSONValue {
    let scale = HeatScale(of: map.cells)
    let lines = (0..<map.rows).map { row in
      String((0..<map.columns).map { scale.character(for: map[row, $0]) })
    }
    return .object([
      .init("row_axis", JSONValue(map.rowAxis) { .int($0) }),
      .init("column_axis", JSONValue(map.columnAxis) { .int($0) }),
      .init("source_rows", .int(map.sourceRows)),
      .init("source_columns", .int(map.sourceColumns)),
      .init("least", .double(scale.least)),
      .init("greatest", .double(scale.greatest)),
      .init("cells", .array(lines.map { .string($0) })),
    ])
  }
}

/// The levels of a heat map as a report writes them, a character each: `0` where nothing differs, `1` to `y` from the least
/// difference to the greatest in equal steps of the logarithm, `z` where one is not finite.
struct HeatScale {
  static let characters = Array("0123456789abcdefghijklmnopqrstuvwxyz")
  private static let steps = Double(characters.count - 3)

  let least: Double
  let greatest: Double

  /// The least is a quarter of the greatest at most, so that cells that differ nearly alike are of nearly one level.
  init(of cells: [Double]) {
    let finite = cells.filter { $0 > 0 && $0.isFinite }
    greatest = finite.max() ?? 0
    least = min(finite.min() ?? 0, greatest / 4)
  }

  func character(for difference: Double) -> Character {
    if difference == 0 { return "0" }
    guard difference.isFinite else { return "z" }
    let share = greatest > least ? log(difference / least) / log(greatest / least) : 1
    return Self.characters[1 + Int((share * Self.steps).rounded())]
  }

  /// The level that a character stands for, from 0 (nothing differs) to 1 (the greatest, or not finite); nil where it is none.
  static func level(of character: Character) -> Double? {
    guard let place = characters.firstIndex(of: character) else { return nil }
    return min(1, Double(place) / (steps + 1))
  }
}
