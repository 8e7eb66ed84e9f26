import TFDiffDebugger
import TFDiffUI

/// What lies over the panes.
enum OverlayView {
  static func draw(_ state: AppState, layout: Layout, on canvas: inout Canvas) {
    switch state.overlay {
    case nil: break
    case .help(let offset): drawHelp(offset, state, layout, on: &canvas)
    case .breakpoints(let cursor): drawBreakpoints(cursor, state, layout, on: &canvas)
    case .ladder(let view): LadderOverlay.draw(view, state, layout, on: &canvas)
    case .tolerance(let editor): drawTolerance(editor, state, layout, on: &canvas)
    case .helpFind(let finder):
      drawHelp(finder.offset, state, layout, on: &canvas)
      drawLine("/", finder.line, note: finder.found ? "" : "not found", layout, on: &canvas)
    case .command(let line): drawCommand(line, state, layout, on: &canvas)
    case .find(let editor):
      drawLine("/", editor.line, note: state.note(on: editor), layout, on: &canvas)
    case .export(let line): drawLine("Write report to: ", line, note: "", layout, on: &canvas)
    case .confirmQuit: drawConfirm(state, layout, on: &canvas)
    case .note(let title, let text): drawNote(title, text, layout, on: &canvas)
    }
  }

  /// The ground and the border of what lies over the panes.
  static func panel(_ rect: Rect, title: String, on canvas: inout Canvas) {
    canvas.fill(rect, role: .overlay)
    canvas.box(rect, title: title, border: .overlayBorder, titleRole: .overlayTitle)
  }

  private static func drawHelp(_ offset: Int, _ state: AppState, _ layout: Layout, on canvas: inout Canvas) {
    let box = layout.overlayBox
    panel(box, title: "Help", on: &canvas)
    let lines = state.helpLines
    let sought = state.helpSought.lowercased()
    let visible = ListCursor(offset: offset).visible(count: lines.count, height: layout.overlayHeight)
    for (row, index) in visible.enumerated() {
      canvas.put(lines[index], column: box.column + 2, row: box.row + 1 + row, width: layout.overlayWidth)
      guard !sought.isEmpty, lines[index].map(\.text).joined().lowercased().contains(sought) else { continue }
      let styles = canvas.styles
      canvas.restyle(Rect(column: box.column + 1, row: box.row + 1 + row, columns: box.columns - 2, rows: 1)) {
        styles.highlight($0, with: .overlaySelected)
      }
    }
    canvas.scrollBar(onRightEdgeOf: box, offset: offset, visible: layout.overlayHeight, count: lines.count)
  }

  private static func drawBreakpoints(
    _ cursor: ListCursor, _ state: AppState, _ layout: Layout, on canvas: inout Canvas
  ) {
    let all = state.debugger.breakpoints
    let box = layout.overlayBox.centered(columns: 82, rows: max(all.count, 3) + 2)
    panel(box, title: "Breakpoints", on: &canvas)
    if all.isEmpty {
      let text = "None. a adds one; b in the list sets one at the cursor."
      canvas.put(
        [Piece(text, .overlayMuted)], column: box.column + 2, row: box.row + 1, width: layout.overlayWidth)
      return
    }
    for (row, index) in cursor.visible(count: all.count, height: layout.overlayHeight).enumerated() {
      let line = Rect(column: box.column + 1, row: box.row + 1 + row, columns: box.columns - 2, rows: 1)
      let isSelected = index == cursor.index
      if isSelected { canvas.fill(line, role: .overlaySelected) }
      let role: Role = isSelected ? .overlaySelected : all[index].isEnabled ? .overlay : .overlayMuted
      let text = words(all[index], canvas.glyphs)
      canvas.put([Piece(text, role)], column: line.column + 1, row: line.row, width: layout.overlayWidth)
    }
    canvas.scrollBar(
      onRightEdgeOf: box, offset: cursor.offset, visible: layout.overlayHeight, count: all.count)
  }

  private static func words(_ breakpoint: Breakpoint, _ glyphs: Glyphs) -> String {
    let symbol = breakpoint.isEnabled ? glyphs.breakpoint : glyphs.disabledBreakpoint
    let hits =
      breakpoint.hits == 1 ? "hit once" : breakpoint.hits == 0 ? "not hit" : "hit \(breakpoint.hits) times"
    let id = String(breakpoint.id).leftPadded(to: 3)
    let kind = (breakpoint.isEnabled ? "" : "disabled, ") + (breakpoint.isTemporary ? "temporary, " : "")
    let ignored = breakpoint.ignored == 0 ? "" : ", the next \(breakpoint.ignored) ignored"
    return "\(symbol) \(id)  \(breakpoint.condition.words)  \(kind)\(hits)\(ignored)"
  }

  private static func drawNote(_ title: String, _ text: String, _ layout: Layout, on canvas: inout Canvas) {
    let lines = TextWrap.lines(text, to: layout.overlayWidth) + ["", "Copied; m lets the terminal select text."]
    let box = layout.overlayBox.centered(columns: 82, rows: lines.count + 2)
    panel(box, title: title, on: &canvas)
    for (row, line) in lines.enumerated() {
      let role: Role = row == lines.count - 1 ? .overlayMuted : .overlay
      canvas.put([Piece(line, role)], column: box.column + 2, row: box.row + 1 + row, width: layout.overlayWidth)
    }
  }

  private static func drawTolerance(
    _ editor: ToleranceEditor, _ state: AppState, _ layout: Layout, on canvas: inout Canvas
  ) {
    let box = Rect(layout.size).centered(columns: min(layout.size.columns - 2, 62), rows: 8)
    panel(box, title: "Tolerance", on: &canvas)
    let width = box.columns - 4
    let fields = [("rtol", editor.rtol, ToleranceEditor.Field.rtol), ("atol", editor.atol, .atol)]
    for (index, field) in fields.enumerated() {
      let row = box.row + 1 + index
      let column = canvas.put("\(field.0)  ", column: box.column + 2, row: row, role: .overlay)
      drawInput(
        field.1, isActive: editor.field == field.2,
        in: Rect(column: column, row: row, columns: box.endColumn - 2 - column, rows: 1), on: &canvas)
    }
    let count = state.facts.mismatches.count
    let problem = editor.problem.map { "\($0)" }
    let lines = [
      Piece(
        problem ?? "\(VerdictText.headline(state)); \(count) diverge",
        problem == nil ? .overlay : .overlayKey),
      Piece("↑ ten times, ↓ a tenth, at once; Tab the other number", .overlayMuted),
      Piece("Enter keeps it, Esc takes it back", .overlayMuted),
    ]
    for (index, line) in lines.enumerated() {
      canvas.put([line], column: box.column + 2, row: box.row + 4 + index, width: width)
    }
  }

  private static func drawInput(_ line: LineEditor, isActive: Bool, in rect: Rect, on canvas: inout Canvas) {
    guard rect.columns > 1 else { return }
    canvas.fill(rect, role: .input)
    let before = String(line.characters[..<line.cursor]).suffix(columns: rect.columns - 1)
    let after = String(line.characters[line.cursor...])
    let cursor = rect.column + before.displayWidth
    canvas.put([Piece(before + after, .input)], column: rect.column, row: rect.row, width: rect.columns)
    if isActive { canvas.setCursor(column: cursor, row: rect.row) }
  }

  private static func drawLine(
    _ prompt: String, _ line: LineEditor, note: String, _ layout: Layout, on canvas: inout Canvas
  ) {
    let rect = layout.hintBar
    canvas.fill(rect, role: .input)
    let column = canvas.put(" " + prompt, column: rect.column, row: rect.row, role: .input)
    let end = rect.endColumn - (note.isEmpty ? 0 : note.displayWidth + 2)
    drawInput(
      line, isActive: true, in: Rect(column: column, row: rect.row, columns: end - column, rows: 1),
      on: &canvas)
    if !note.isEmpty { canvas.put(" \(note) ", column: end, row: rect.row, role: .warning) }
  }

  private static func drawCommand(
    _ line: LineEditor, _ state: AppState, _ layout: Layout, on canvas: inout Canvas
  ) {
    drawLine(":", line, note: "", layout, on: &canvas)
    guard let completion = line.completion else { return drawUsage(line, layout, on: &canvas) }
    let height = min(completion.candidates.count, 8, layout.hintBar.row - 2)
    guard height > 0 else { return }
    let longest = completion.candidates.reduce(0) { max($0, $1.displayWidth) }
    let width = min(longest + 2, layout.size.columns - 4)
    var window = ListCursor(index: completion.selected ?? 0)
    window.reveal(count: completion.candidates.count, height: height)
    let column = min(2 + completion.stem.displayWidth, max(layout.size.columns - width, 0))
    let top = layout.hintBar.row - height
    for (row, index) in window.visible(count: completion.candidates.count, height: height).enumerated() {
      let role: Role = index == completion.selected ? .overlaySelected : .overlay
      let text = " \(completion.candidates[index])".padded(to: width)
      canvas.put([Piece(text, role)], column: column, row: top + row, width: width)
    }
  }

  /// Above the line, what the command typed so far takes.
  private static func drawUsage(_ line: LineEditor, _ layout: Layout, on canvas: inout Canvas) {
    let words = line.text.split(separator: " ", maxSplits: 1)
    guard let word = words.first, let command = try? CommandTable.command(named: String(word)) else { return }
    let usage = ":\(command.name)" + (command.arguments.isEmpty ? "" : " \(command.arguments)")
    let text = " \(usage)  \(command.summary) ".shortened(
      to: layout.size.columns, ellipsis: canvas.glyphs.ellipsis)
    canvas.put(text.padded(to: layout.size.columns), column: 0, row: layout.hintBar.row - 1, role: .overlay)
  }

  private static func drawConfirm(_ state: AppState, _ layout: Layout, on canvas: inout Canvas) {
    let box = Rect(layout.size).centered(columns: min(layout.size.columns - 2, 44), rows: 4)
    panel(box, title: "Quit", on: &canvas)
    let text = state.isBusy ? "The model is running. Quit all the same?" : "Quit?"
    canvas.put([Piece(text, .overlay)], column: box.column + 2, row: box.row + 1, width: box.columns - 4)
    let keys = [
      Piece("y", .overlayKey), Piece(" quit   ", .overlay), Piece("n", .overlayKey), Piece(" stay", .overlay),
    ]
    canvas.put(keys, column: box.column + 2, row: box.row + 2, width: box.columns - 4)
  }
}
