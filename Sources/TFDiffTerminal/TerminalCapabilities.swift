/// How many colours a terminal has, as far as a theme must know.
public enum ColorDepth: Sendable, Hashable, CaseIterable {
  /// Attributes only: a monochrome terminal, or NO_COLOR.
  case none
  /// The eight of ANSI.
  case eight
  /// xterm's palette of 256.
  case palette256
  /// Any RGB.
  case trueColor
}

/// What the terminal's description promises about the mouse. SGR 1006 is asked for wherever there is a mouse,
/// and either encoding is understood.
public enum MouseKind: Sendable, Hashable {
  case none
  /// X10's encoding: columns and rows up to 223.
  case x10
  case sgr
}

/// What the terminal can do.
public struct TerminalCapabilities: Sendable, Hashable {
  public var colors: ColorDepth
  /// False where only ASCII is safe to draw.
  public var unicode: Bool
  public var mouse: MouseKind

  public init(colors: ColorDepth, unicode: Bool, mouse: MouseKind) {
    self.colors = colors
    self.unicode = unicode
    self.mouse = mouse
  }
}
