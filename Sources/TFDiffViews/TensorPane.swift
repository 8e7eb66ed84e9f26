import TFDiffDebugger
import TFDiffTensor
import TFDiffUI

/// One side's tensor: both panes show the same slice, and mark the same elements.
enum TensorPane {
  static func draw(_ side: Side, _ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    let isFocused = state.focus == (side == .reference ? .reference : .candidate)
    canvas.pane(
      rect, title: title(side, state, width: rect.columns), isFocused: isFocused,
      titleRole: side == .reference ? .reference : .candidate)
    let inside = rect.inside
    guard let subject = state.subject else {
      return put("Nothing has been run yet", in: inside, line: 0, role: .muted, on: &canvas)
    }
    guard let half = subject.halves[side] else {
      put(subject.name, in: inside, line: 0, role: .text, on: &canvas)
      return put(absence(side, subject, state), in: inside, line: 1, role: .muted, on: &canvas)
    }
    drawTitle(half, subject, in: inside, on: &canvas)
    guard let tensor = half.tensor else { return drawStatistics(half, in: inside, on: &canvas) }
    guard tensor.elementCount > 0 else {
      return put("no elements", in: inside, line: 1, role: .muted, on: &canvas)
    }
    drawCells(tensor, side, subject, state, isFocused: isFocused, in: inside, on: &canvas)
  }

  private static func put(
    _ text: String, in rect: Rect, line: Int, role: Role, on canvas: inout Canvas
  ) {
    guard line < rect.rows else { return }
    let shown = text.shortened(to: rect.columns - 1, ellipsis: canvas.glyphs.ellipsis)
    canvas.put(shown, column: rect.column + 1, row: rect.row + line, role: role)
  }

  private static func absence(_ side: Side, _ subject: Subject, _ state: AppState) -> String {
    switch subject.status {
    case .missingReference where side == .reference, .candidateOnly where side == .reference: return "not in this run"
    case .missingCandidate where side == .candidate, .referenceOnly where side == .candidate: return "not in this run"
    case .notRun: return "not run yet"
    default: return subject.isFusedAway ? "fused into a later operation" : "no value"
    }
  }

  /// The runtime, and the name of what is shown where the line below has no room for it.
  private static func title(_ side: Side, _ state: AppState, width: Int) -> String {
    let runtime = state.debugger.target.runtimes[side]
    guard let half = state.subject?.halves[side], nameRoom(half, width: width - 2) < half.name.displayWidth
    else {
      return runtime
    }
    let room = width - 6 - runtime.displayWidth - 3
    return room < 4 ? runtime : "\(runtime) › \(half.name.shortenedKeepingEnd(to: room))"
  }

  private static func nameRoom(_ half: Subject.Half, width: Int) -> Int {
    let type = half.type.map { $0.displayWidth + 1 } ?? 0
    return width - 3 - half.dtype.abbreviation.displayWidth - 1 - half.shape.description.displayWidth - type
  }

  private static func drawTitle(
    _ half: Subject.Half, _ subject: Subject, in rect: Rect, on canvas: inout Canvas
  ) {
    let other = subject.halves.reference.map { ($0.shape, $0.dtype) }
    let differs = other.map { $0 != (half.shape, half.dtype) } ?? false
    let room = nameRoom(half, width: rect.columns)
    let hasRoom = room >= half.name.displayWidth
    let type = room >= -2 ? half.type.map { $0 + " " } ?? "" : ""
    canvas.put(
      [
        Piece(type),
        Piece(hasRoom ? half.name + "  " : "", half.type == nil ? .text : .muted),
        Piece("\(half.dtype.abbreviation) \(half.shape)", differs ? .mismatch : .number),
      ], column: rect.column + 1, row: rect.row, width: rect.columns - 1)
  }

  private static func drawStatistics(_ half: Subject.Half, in rect: Rect, on canvas: inout Canvas) {
    put("values not kept", in: rect, line: 1, role: .muted, on: &canvas)
    guard let statistics = half.statistics else { return }
    let lines = [
      "min \(NumberText.statistic(statistics.min))  max \(NumberText.statistic(statistics.max))",
      "mean \(NumberText.statistic(statistics.mean))  std \(NumberText.statistic(statistics.std))",
      "NaN \(statistics.nan)  infinite \(statistics.inf)",
    ]
    for (line, text) in lines.enumerated() { put(text, in: rect, line: 2 + line, role: .number, on: &canvas) }
  }

  private static func drawCells(
    _ tensor: Tensor, _ side: Side, _ subject: Subject, _ state: AppState, isFocused: Bool, in rect: Rect,
    on canvas: inout Canvas
  ) {
    let shared = state.view?.window.shape == tensor.shape ? state.view : nil
    guard let window = shared?.window ?? (try? TensorWindow(of: tensor.shape)) else { return }
    let grid = state.grid(in: rect, window: window)
    let visible = window.fitted(to: grid.windowRoom)
    let notation = state.notation.title.map { canvas.glyphs.separator + $0 } ?? ""
    put("\(visible)\(notation)", in: rect, line: 1, role: .muted, on: &canvas)
    guard !visible.isEmpty else { return }
    let shown = [subject.halves.reference?.tensor, subject.halves.candidate?.tensor].compactMap { $0 }
      .filter { $0.shape == tensor.shape && $0.dtype == tensor.dtype }
    let writer = CellWriter(
      state.notation, subject.pair, window: visible, of: shown, room: grid.room, digits: grid.mostDigits)
    let painter = CellPainter(
      tensor: tensor, side: side, pair: subject.pair, tolerance: subject.tolerance, grid: grid, visible: visible,
      writer: writer, cursor: shared?.cursor, isFocused: isFocused)
    painter.draw(on: &canvas)
  }
}

/// Draws the cells of one pane, with their labels.
private struct CellPainter {
  let tensor: Tensor
  let side: Side
  let pair: TensorPair?
  let tolerance: Tolerance
  let grid: CellGrid
  let visible: TensorWindow
  let writer: CellWriter
  let cursor: Int?
  let isFocused: Bool

  func draw(on canvas: inout Canvas) {
    canvas.clipped(to: grid.area) { canvas in
      drawLabels(on: &canvas)
      for row in 0..<visible.rows {
        for column in 0..<visible.columns { drawCell(row, column, on: &canvas) }
      }
    }
  }

  private func drawLabels(on canvas: inout Canvas) {
    let width = grid.labelWidth - 1
    if let axis = grid.isFlowing ? visible.columnAxis : visible.rowAxis {
      let step = grid.isFlowing ? grid.perLine : 1
      let count = grid.isFlowing ? visible.columns : visible.rows
      for start in stride(from: 0, to: count, by: step) {
        let cell = grid.isFlowing ? (row: 0, column: start) : (row: start, column: 0)
        let place = grid.rect(row: cell.row, column: cell.column)
        let number = visible.index(row: cell.row, column: cell.column)[axis]
        canvas.put(
          String(number).leftPadded(to: width), column: grid.area.column, row: place.row, role: .muted)
      }
    }
    guard grid.headings == 3, let axis = visible.columnAxis else { return }
    for column in 0..<visible.columns {
      let place = grid.rect(row: 0, column: column)
      let number = String(visible.index(row: 0, column: column)[axis]).leftPadded(to: place.columns - 1)
      canvas.put(number, column: place.column, row: place.row - 1, role: .muted)
    }
  }

  private func drawCell(_ row: Int, _ column: Int, on canvas: inout Canvas) {
    let position = visible.position(row: row, column: column)
    let place = grid.rect(row: row, column: column)
    let isMismatch = pair?.isMismatch(at: position, tolerance: tolerance) ?? false
    let glyphs = canvas.glyphs
    let cell = writer.text(side, of: tensor, at: position, isMismatch: isMismatch)
    let marked = isMismatch ? "\(glyphs.markOpen)\(cell.text)\(glyphs.markClose)" : "\(cell.text) "
    let start = place.endColumn - marked.displayWidth
    canvas.put(marked, column: start, row: place.row, role: isMismatch ? .numberMismatch : .number)
    if position == cursor {
      let area = Rect(column: start, row: place.row, columns: marked.displayWidth, rows: 1)
      canvas.highlight(area, with: isFocused ? .cellCursor : .cursorInactive)
    }
    guard let difference = cell.difference else { return }
    let digit = Rect(column: start + 1 + difference, row: place.row, columns: 1, rows: 1)
    canvas.emphasise(digit, with: .numberDifference)
  }
}
