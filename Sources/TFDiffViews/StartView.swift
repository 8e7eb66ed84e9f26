import TFDiffDebugger
import TFDiffTensor
import TFDiffUI

/// Draws the start screen. A function of its arguments, as ``render(_:theme:capabilities:)`` is.
public func render(_ state: StartState, version: String, theme: Theme, capabilities: Capabilities) -> Screen {
  var canvas = Canvas(
    size: state.size, glyphs: capabilities.unicode ? .unicode : .ascii,
    styles: StyleSheet(theme: theme, capabilities: capabilities))
  if state.size.columns < Layout.smallest.columns || state.size.rows < Layout.smallest.rows {
    TooSmallNotice.draw(on: &canvas, size: state.size)
  } else {
    StartView(state: state, version: version).draw(on: &canvas)
  }
  return canvas.screen
}

private struct StartView {
  let state: StartState
  let version: String

  func draw(on canvas: inout Canvas) {
    let title = Rect(column: 0, row: 0, columns: state.size.columns, rows: 1)
    canvas.fill(title, role: .titleBar)
    canvas.put(
      "tfdiff \(version)\(canvas.glyphs.separator)a TF1 graph run and a TF2 eager run, side by side"
        .shortened(to: title.columns - 2, ellipsis: canvas.glyphs.ellipsis), column: 1, row: 0, role: .titleBar)
    canvas.pane(state.list, title: "Start", isFocused: true)
    let (rows, visible) = (state.rows, state.visible)
    canvas.clipped(to: state.list) { canvas in
      for (line, place) in visible.enumerated() {
        draw(rows[place], at: state.list.row + 1 + line, on: &canvas)
      }
    }
    canvas.scrollBar(
      onRightEdgeOf: state.list, offset: visible.lowerBound, visible: state.list.rows - 2, count: rows.count)
    drawHints(on: &canvas)
  }

  private func draw(_ row: StartState.Row, at line: Int, on canvas: inout Canvas) {
    let width = state.size.columns - 4
    switch row {
    case .blank: break
    case .title(let words): canvas.put(words, column: 2, row: line, role: .paneTitle)
    case .note(let words):
      let text = words.shortened(to: width - 4, ellipsis: canvas.glyphs.ellipsis)
      canvas.put(text, column: 6, row: line, role: .muted)
    case .entry(let entry, let index):
      draw(entry, isAt: index == state.cursor.index, at: line, titles: titleWidth(of: index), on: &canvas)
    }
  }

  private func draw(_ entry: StartEntry, isAt: Bool, at line: Int, titles: Int, on canvas: inout Canvas) {
    let (start, end) = (2, state.size.columns - 2)
    if isAt { canvas.fill(Rect(column: 1, row: line, columns: end - 1, rows: 1), role: .cursor) }
    let role: Role = isAt ? .cursor : .text
    if isAt { canvas.put(canvas.glyphs.current, column: start, row: line, role: .cursor) }
    if let verdict = entry.verdict {
      canvas.put(canvas.glyphs.sign(of: verdict), column: start + 2, row: line, role: isAt ? .cursor : verdict.role)
    }
    let title = entry.title.shortened(to: end - start - 4, ellipsis: canvas.glyphs.ellipsis)
    let next = canvas.put(title, column: start + 4, row: line, role: role)
    let column = max(next + 2, start + 4 + titles)
    guard column < end, !entry.detail.isEmpty else { return }
    canvas.put(
      entry.detail.shortened(to: end - column, ellipsis: canvas.glyphs.ellipsis), column: column, row: line,
      role: isAt ? .cursor : .muted)
  }

  /// The column of an entry's title: as wide as the widest of its section, up to half of the screen.
  private func titleWidth(of index: Int) -> Int {
    var first = 0
    for section in state.sections {
      if index < first + section.entries.count {
        return min(section.entries.map(\.title.displayWidth).max() ?? 0, state.size.columns / 2) + 2
      }
      first += section.entries.count
    }
    return 0
  }

  /// A message, over as many rows as it takes: what went wrong with a choice is not cut off.
  private func draw(_ message: Message, on canvas: inout Canvas) {
    let lines = TextWrap.lines(message.text.visible, to: state.size.columns - 2).prefix(max(state.size.rows / 3, 1))
    for (index, line) in lines.enumerated() {
      let row = state.size.rows - lines.count + index
      canvas.fill(Rect(column: 0, row: row, columns: state.size.columns, rows: 1), role: .hintText)
      canvas.put(line, column: 1, row: row, role: message.kind.role)
    }
  }

  private func drawHints(on canvas: inout Canvas) {
    let bar = Rect(column: 0, row: state.size.rows - 1, columns: state.size.columns, rows: 1)
    canvas.fill(bar, role: .hintText)
    if let message = state.message { return draw(message, on: &canvas) }
    var column = 1
    for (key, word) in [("Enter", "start"), ("j/k", "move"), ("?", "help"), ("q", "quit")] {
      column = canvas.put(key, column: column, row: bar.row, role: .hintKey) + 1
      column = canvas.put(word, column: column, row: bar.row, role: .hintText) + 2
    }
  }
}

extension Verdict {
  fileprivate var role: Role {
    switch self {
    case .equal: .match
    case .diverged: .mismatch
    case .incomparable: .warning
    }
  }
}

extension Glyphs {
  fileprivate func sign(of verdict: Verdict) -> Character {
    switch verdict {
    case .equal: match
    case .diverged: mismatch
    case .incomparable: "?"
    }
  }
}
