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
  case titleBarChanged = "title-bar-changed"
  case hintKey = "hint-key"
  case hintText = "hint-text"
  case match, mismatch
  case notRun = "not-run"
  case breakpoint, current, cursor
  case cursorInactive = "cursor-inactive"
  case firstDivergence = "first-divergence"
  case reference, candidate, number
  case numberMismatch = "number-mismatch"
  /// The first digit by which a number is not the other side's.
  case numberDifference = "number-difference"
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
  /// A part of a text that was looked for.
  case found
  case scrollTrack = "scroll-track"
  case scrollThumb = "scroll-thumb"

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
