/// What a piece of the screen is, for a theme to say how it looks. The raw values are the theme files' names.
package enum Role: String, Sendable, Hashable, CaseIterable {
  case text, muted, border
  case borderFocused = "border-focused"
  case paneTitle = "pane-title"
  case paneTitleFocused = "pane-title-focused"
  case titleBar = "title-bar"
  case titleBarMatch = "title-bar-match"
  case titleBarMismatch = "title-bar-mismatch"
  case titleBarRunning = "title-bar-running"
  case hintKey = "hint-key"
  case hintText = "hint-text"
  case match, mismatch
  case notRun = "not-run"
  case breakpoint, current, cursor
  case cursorInactive = "cursor-inactive"
  case firstDivergence = "first-divergence"
  case reference, candidate, number
  case numberMismatch = "number-mismatch"
  case cellCursor = "cell-cursor"
  case heat1 = "heat-1"
  case heat2 = "heat-2"
  case heat3 = "heat-3"
  case heat4 = "heat-4"
  case bar
  case barMismatch = "bar-mismatch"
  case tab
  case tabActive = "tab-active"
  case overlay
  case overlayBorder = "overlay-border"
  case overlayTitle = "overlay-title"
  case overlayKey = "overlay-key"
  case overlayMuted = "overlay-muted"
  case overlaySelected = "overlay-selected"
  case input, message, warning, error
  case scrollTrack = "scroll-track"
  case scrollThumb = "scroll-thumb"

  /// How the role is told from others where there is no colour: attributes only.
  var withoutColor: Style {
    switch self {
    case .borderFocused, .paneTitleFocused, .hintKey, .mismatch, .breakpoint, .current, .numberMismatch,
      .barMismatch, .overlayTitle, .overlayKey, .warning, .heat4:
      Style(bold: true)
    case .titleBar, .titleBarMatch, .titleBarRunning, .cursor, .cellCursor, .tabActive, .overlaySelected:
      Style(reverse: true)
    case .titleBarMismatch, .error: Style(bold: true, reverse: true)
    case .firstDivergence: Style(bold: true, underline: true)
    case .cursorInactive, .input: Style(underline: true)
    default: .plain
    }
  }

  /// Whether the role draws lines, blocks and shades, not words.
  package var isOrnament: Bool {
    switch self {
    case .border, .borderFocused, .overlayBorder, .scrollTrack, .scrollThumb, .bar, .barMismatch, .heat1,
      .heat2, .heat3, .heat4:
      true
    default: false
    }
  }
}
