import TFDiffDebugger
import TFDiffTensor
import TFDiffUI

/// How the two tensors differ: counts, greatest differences, the tolerance that would pass, histogram, heat map.
enum DifferencePane {
  static func draw(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    if state.shownFailure != nil { return FailurePane.draw(state, in: rect, on: &canvas) }
    let room = max(rect.columns - 19, 4)
    let name = state.subject.map { $0.name.shortenedKeepingEnd(to: room, ellipsis: canvas.glyphs.ellipsis) }
    let title = name.map { "Difference › \($0)" } ?? "Difference"
    canvas.pane(rect, title: title, isFocused: state.focus == .difference)
    let inside = rect.inside
    guard let subject = state.subject else {
      canvas.put("Nothing has been run yet.", column: inside.column + 1, row: inside.row, role: .muted)
      return
    }
    let words = words(subject, state, in: inside)
    let lines = words.prefix(1) + places(state, in: inside) + words.dropFirst()
    for (row, pieces) in lines.prefix(inside.rows).enumerated() {
      canvas.put(pieces, column: inside.column + 1, row: inside.row + row, width: inside.columns - 1)
    }
    drawPictures(
      subject, state, in: inside.dropFirstRows(max(lines.count, DifferenceLayout(inside: inside).wordLines)),
      on: &canvas)
  }

  private static func words(_ subject: Subject, _ state: AppState, in inside: Rect) -> [[Piece]] {
    if subject.isFusedAway {
      return [[Piece("Fused into a later operation by a graph rewrite: nothing to compare.", .muted)]]
    }
    switch subject.status {
    case .notRun where subject.comparison != nil, .unpaired, .outside:
      return [[Piece(subject.explanation ?? "", .muted)]]
    case .notRun: return [[Piece("\(subject.name) has not been run; u runs until it.", .muted)]]
    case .missingReference: return [[Piece("Only the candidate has it.", .mismatch)]]
    case .missingCandidate: return [[Piece("Only the reference has it.", .mismatch)]]
    case .candidateOnly: return [[Piece("Only the candidate has it: not compared.", .muted)]]
    case .referenceOnly: return [[Piece("Only the reference has it: not compared.", .muted)]]
    case .shapeMismatch: return shapes(subject)
    case .match, .mismatch, .unjudged: return comparison(subject, state, in: inside)
    }
  }

  /// Which lines of the user's code differ.
  private static func places(_ state: AppState, in inside: Rect) -> [[Piece]] {
    state.placesOfDifference.map { place in
      let (name, role) = place.side == .reference ? ("reference", Role.reference) : ("candidate", .candidate)
      let words =
        DifferenceLayout(inside: inside).isNarrow
        ? place.frame.shortPlace : place.frame.place(from: state.currentDirectory)
      let source = place.source.map { [Piece("  \($0)")] } ?? []
      let instead = place.instead.map { [Piece("goes on with \($0) ", .muted)] } ?? []
      return [Piece("\(name) ", role)] + instead + [Piece(words, .number)] + source
    }
  }

  private static func shapes(_ subject: Subject) -> [[Piece]] {
    guard let reference = subject.halves.reference, let candidate = subject.halves.candidate else {
      return []
    }
    let words = VerdictText.kinds(reference.dtype, reference.shape, candidate.dtype, candidate.shape)
    return [[Piece(words, .mismatch)]]
  }

  private static func comparison(_ subject: Subject, _ state: AppState, in inside: Rect) -> [[Piece]] {
    guard let comparison = subject.comparison else { return [[Piece("No value to compare.", .muted)]] }
    let shape = subject.shape ?? .scalar
    let layout = DifferenceLayout(inside: inside)
    let isShort = layout.isNarrow
    let measures = state.measures.map { VerdictText.measures($0, isShort: isShort) }
    var lines = [count(comparison, measures: layout.hasLineForMeasures ? nil : measures, in: inside)]
    if let explanation = subject.explanation { lines.append([Piece(explanation, .mismatch)]) }
    lines.append([Piece(VerdictText.greatestAbsolute(comparison, shape, isShort: isShort))])
    if !isShort { lines[lines.count - 1] += values(at: comparison.maxAbsPosition, of: subject.pair) }
    let cursor = CursorLine.pieces(state, width: inside.columns - 1).map { [$0] } ?? []
    // Where room is short the cursor's values come early; the tolerance stands in the title too.
    if !layout.hasLineForMeasures { lines += cursor }
    if layout.hasLineForRelative {
      lines.append([Piece(VerdictText.greatestRelative(comparison, shape, isShort: isShort))])
    }
    if let measures, layout.hasLineForMeasures { lines.append([Piece(measures)]) }
    if !comparison.isMatch { lines.append([Piece(VerdictText.required(comparison, isShort: isShort))]) }
    if layout.hasLineForMeasures { lines += [formula(subject.tolerance, isShort: isShort)] + cursor }
    return lines
  }

  /// How many elements mismatch, with measures beside it where there is no line for them.
  private static func count(_ comparison: Comparison, measures: String?, in inside: Rect) -> [Piece] {
    let words = VerdictText.mismatched(comparison, isShort: inside.columns < 48)
    let count = [Piece(words, comparison.isMatch ? .match : .mismatch)]
    return count + (measures.map { room(for: $0, beside: count, in: inside) } ?? [])
  }

  /// The measures beside what stands on a line, where they fit.
  private static func room(for measures: String, beside pieces: [Piece], in inside: Rect) -> [Piece] {
    let words = "  " + measures
    let width = pieces.reduce(0) { $0 + $1.text.displayWidth } + words.displayWidth
    return width < inside.columns ? [Piece(words, .muted)] : []
  }

  private static func values(at position: Int?, of pair: TensorPair?) -> [Piece] {
    guard let position, let pair, position < pair.elementCount else { return [] }
    return [
      Piece("  "), Piece(pair.reference.text(at: position), .reference), Piece(" and ", .muted),
      Piece(pair.candidate.text(at: position), .candidate),
    ]
  }

  private static func formula(_ tolerance: Tolerance, isShort: Bool) -> [Piece] {
    if isShort {
      let (rtol, atol) = (NumberText.exact(tolerance.rtol), NumberText.exact(tolerance.atol))
      return [Piece("|r−c| ≤ ", .muted), Piece("\(atol) + \(rtol)", .number), Piece("·|c|", .muted)]
    }
    return [Piece(VerdictText.tolerance(tolerance) + ": ", .number), Piece(Tolerance.formula, .muted)]
  }

  private static func drawPictures(
    _ subject: Subject, _ state: AppState, in rect: Rect, on canvas: inout Canvas
  ) {
    guard rect.rows >= 2, let pair = subject.pair, pair.elementCount > 0 else { return }
    guard let analysis = state.shownAnalysis else {
      if !state.isBusy { canvas.put("computing…", column: rect.column + 1, row: rect.row, role: .muted) }
      return
    }
    let half = DifferenceLayout(inside: rect).histogramWidth
    let hasRoomForBoth = rect.columns >= 36
    let width = state.heatMap && hasRoomForBoth ? half : rect.columns - 2
    let left = Rect(column: rect.column + 1, row: rect.row, columns: width, rows: rect.rows)
    HistogramView.draw(analysis.histogram, in: left, on: &canvas)
    guard state.heatMap, hasRoomForBoth else { return }
    let right = rect.dropFirstColumns(half + 3)
    HeatMapView.draw(analysis.heatMap, analysis.key.reduction, tolerance: subject.tolerance, in: right, on: &canvas)
  }
}
