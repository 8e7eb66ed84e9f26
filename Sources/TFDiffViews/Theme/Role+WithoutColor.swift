import TFDiffUI

extension Role {
  /// How the role is told from others where there is no colour: attributes only.
  var withoutColor: Style {
    switch self {
    case .borderFocused, .paneTitleFocused, .hintKey, .mismatch, .breakpoint, .current, .numberMismatch,
      .barMismatch, .overlayTitle, .overlayKey, .warning, .heat4:
      Style(bold: true)
    case .titleBar, .titleBarMatch, .titleBarRunning, .cursor, .cellCursor, .tabActive, .overlaySelected:
      Style(reverse: true)
    case .titleBarMismatch, .error: Style(bold: true, reverse: true)
    case .titleBarChanged: Style(bold: true, underline: true, reverse: true)
    case .firstDivergence, .numberDifference, .found: Style(bold: true, underline: true)
    case .cursorInactive, .input: Style(underline: true)
    default: .plain
    }
  }
}
