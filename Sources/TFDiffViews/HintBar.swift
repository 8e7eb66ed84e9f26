import TFDiffUI

/// Draws the line at the bottom: a message, or what the keys do now.
enum HintBar {
  static func draw(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    canvas.fill(rect, role: .hintText)
    if let message = HintLine.message(state) {
      let text = message.text.shortened(to: HintLine.messageWidth(state), ellipsis: canvas.glyphs.ellipsis)
      canvas.put(text, column: 1, row: rect.row, role: message.kind.role)
    }
    guard HintLine.showsHints(state) else { return }
    for (hint, column) in HintLine.placed(state) {
      let next = canvas.put(hint.key, column: column, row: rect.row, role: .hintKey)
      canvas.put(hint.word, column: next + 1, row: rect.row, role: .hintText)
    }
  }

  /// Why the two sides part.
  static func drawCause(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    guard let text = HintLine.cause(state) else { return }
    let isKnown = state.debugger.explanations.first?.cause != nil
    canvas.fill(rect, role: .hintText)
    canvas.put(
      text.shortened(to: rect.columns - 2, ellipsis: canvas.glyphs.ellipsis), column: 1, row: rect.row,
      role: isKnown ? .mismatch : .warning)
  }
}

extension Message.Kind {
  var role: Role {
    switch self {
    case .information: .message
    case .warning: .warning
    case .error: .error
    }
  }
}
