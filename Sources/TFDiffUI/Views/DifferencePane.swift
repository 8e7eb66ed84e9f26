import TFDiffDebugger
import TFDiffTensor

/// How the two tensors differ: counts, greatest differences, the tolerance that would pass, histogram, heat map.
enum DifferencePane {
  /// Lines of words before the pictures.
  static let wordLines = 6
  private static let histogramWidth = 34

  static func draw(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    let title = state.subject.map { "Difference › \($0.name)" } ?? "Difference"
    canvas.pane(rect, title: title, isFocused: state.focus == .difference)
    let inside = rect.inside
    guard let subject = state.subject else {
      canvas.put("Nothing has been run yet.", column: inside.column + 1, row: inside.row, role: .muted)
      return
    }
    let lines = words(subject, state)
    for (row, pieces) in lines.prefix(inside.rows).enumerated() {
      canvas.put(pieces, column: inside.column + 1, row: inside.row + row, width: inside.columns - 1)
    }
    drawPictures(subject, state, in: inside.dropFirstRows(max(lines.count, wordLines)), on: &canvas)
  }

  private static func words(_ subject: Subject, _ state: AppState) -> [[Piece]] {
    if subject.isFusedAway {
      return [[Piece("Fused into a later operation by a graph rewrite: nothing to compare.", .muted)]]
    }
    switch subject.status {
    case .notRun: return [[Piece("\(subject.name) has not been run; u runs until it.", .muted)]]
    case .missingReference: return [[Piece("Only the candidate has it.", .mismatch)]]
    case .missingCandidate: return [[Piece("Only the reference has it.", .mismatch)]]
    case .shapeMismatch: return shapes(subject)
    case .match, .mismatch: return comparison(subject, state)
    }
  }

  private static func shapes(_ subject: Subject) -> [[Piece]] {
    guard let reference = subject.halves.reference, let candidate = subject.halves.candidate else {
      return []
    }
    let words = VerdictText.kinds(reference.dtype, reference.shape, candidate.dtype, candidate.shape)
    return [[Piece(words, .mismatch)]]
  }

  private static func comparison(_ subject: Subject, _ state: AppState) -> [[Piece]] {
    guard let comparison = subject.comparison else { return [[Piece("No value to compare.", .muted)]] }
    let shape = subject.shape ?? .scalar
    let role: Role = comparison.isMatch ? .match : .mismatch
    var lines = VerdictText.difference(comparison, shape: shape).enumerated().map { index, text in
      [Piece(text, index == 0 ? role : .text)]
    }
    if let position = comparison.maxAbsPosition, let pair = subject.pair, position < pair.elementCount {
      lines[1].append(Piece("  reference ", .muted))
      lines[1].append(Piece(pair.reference.text(at: position), .reference))
      lines[1].append(Piece(" candidate ", .muted))
      lines[1].append(Piece(pair.candidate.text(at: position), .candidate))
    }
    if !comparison.isMatch {
      lines.append([Piece(VerdictText.required(comparison, tolerance: subject.tolerance))])
    }
    lines.append([
      Piece(VerdictText.tolerance(subject.tolerance) + ": ", .number), Piece(Tolerance.formula, .muted),
    ])
    if let cell = state.cellText { lines.append([Piece("Cursor ", .muted), Piece(cell)]) }
    return lines
  }

  /// How many cells the heat map has room for: two columns a cell, which makes it about square.
  static func heatMapRoom(in rect: Rect) -> (rows: Int, columns: Int) {
    let inside = rect.inside
    let width = inside.columns - histogramWidth - 3
    return (max(inside.rows - wordLines - 1, 1), max(width / 2, 1))
  }

  private static func drawPictures(
    _ subject: Subject, _ state: AppState, in rect: Rect, on canvas: inout Canvas
  ) {
    guard rect.rows >= 2, let pair = subject.pair, pair.elementCount > 0 else { return }
    guard let analysis = state.analysis, analysis.key == state.analysisKey else {
      if !state.isBusy { canvas.put("computing…", column: rect.column + 1, row: rect.row, role: .muted) }
      return
    }
    let hasRoomForBoth = rect.columns >= histogramWidth + 12
    let width = state.heatMap && hasRoomForBoth ? histogramWidth : rect.columns - 2
    let left = Rect(column: rect.column + 1, row: rect.row, columns: width, rows: rect.rows)
    HistogramView.draw(analysis.histogram, tolerance: subject.tolerance, in: left, on: &canvas)
    guard state.heatMap, hasRoomForBoth else { return }
    let right = rect.dropFirstColumns(histogramWidth + 3)
    HeatMapView.draw(analysis.heatMap, tolerance: subject.tolerance, in: right, on: &canvas)
  }
}
