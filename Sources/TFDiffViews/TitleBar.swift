import TFDiffDebugger
import TFDiffUI

/// The line at the top: what is compared, how strictly, the verdict and how far the run is.
enum TitleBar {
  static func draw(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    canvas.fill(rect, role: .titleBar)
    let right = verdict(state, canvas.glyphs)
    let place = state.isBusy || !state.debugger.endpoints.isEmpty ? " \(place(state.debugger)) " : ""
    let room = rect.columns - place.displayWidth
    let verdictText = " \(right.text) ".shortened(to: max(room, 0), ellipsis: canvas.glyphs.ellipsis)
    let verdictColumn = max(rect.columns - place.displayWidth - verdictText.displayWidth, 0)
    drawLeft(state, width: verdictColumn - 1, on: &canvas)
    let next = canvas.put(verdictText, column: verdictColumn, row: rect.row, role: right.role)
    canvas.put(place, column: next, row: rect.row, role: .titleBar)
  }

  private static func place(_ state: DebuggerState) -> String { "\(state.position)/\(state.endpoints.count)" }

  private static func verdict(_ state: AppState, _ glyphs: Glyphs) -> Piece {
    let headline = VerdictText.headline(state)
    if state.isBusy {
      let spinner = glyphs.spinner(state.frame)
      let warning =
        state.conclusion.verdict != .diverged ? "" : "\(glyphs.mismatch) \(headline)\(glyphs.separator)"
      return Piece("\(warning)\(spinner) \(WorkText.words(state))", .titleBarRunning)
    }
    let symbol = state.failingStep == nil ? VerdictText.symbol(state) : .mismatch
    let role: Role =
      switch symbol {
      case .mismatch: .titleBarMismatch
      case .match: .titleBarMatch
      default: .titleBar
      }
    return Piece("\(glyphs.symbol(symbol)) \(VerdictText.title(state, separator: glyphs.separator))", role)
  }

  /// Target, mode, seed and tolerance: as much of it as there is room for, the most telling first.
  private static func drawLeft(_ state: AppState, width: Int, on canvas: inout Canvas) {
    let target = state.debugger.target
    let words = canvas.glyphs.separator
    let mode = target.isRecorded ? [] : [target.pass, target.mode].compactMap { $0 }
    let checkpoint = target.checkpoint?.path.split(separator: "/").last.map { "\(words)\($0)" } ?? ""
    let full = ([target.name] + mode).joined(separator: words) + (target.isRecorded ? "" : " \(target.seed)")
    let isUsual = state.debugger.tolerance == TolerancePolicy()
    let tolerance = VerdictText.marked(state.debugger.tolerance)
    let (gap, mark) = isUsual ? ("", "") : (" ", VerdictText.changedMark)
    let choices = [
      (" tfdiff  \(full)\(checkpoint)      ", tolerance), (" \(full)\(checkpoint)  ", tolerance),
      (" \(target.name)\(checkpoint)  ", tolerance), (" \(target.name)  ", tolerance), (" \(full)\(gap)", mark),
      (" \(target.name)\(gap)", mark),
    ]
    let fitting = choices.first { ($0.0 + $0.1).displayWidth <= width }
    let name = fitting?.0 ?? " \(target.name)".shortened(to: max(width, 0), ellipsis: canvas.glyphs.ellipsis)
    let next = canvas.put(name, column: 0, row: 0, role: .titleBar)
    canvas.put(fitting?.1 ?? "", column: next, row: 0, role: isUsual ? .titleBar : .titleBarChanged)
  }
}
