/// What the terminal can show and send.
public struct Capabilities: Sendable, Hashable {
  public enum ColorDepth: String, Sendable, Hashable, Codable, CaseIterable {
    case none, eight, indexed256, trueColor
  }
  public var colorDepth: ColorDepth
  /// Whether characters beyond ASCII may be drawn.
  public var unicode: Bool
  public var mouse: Bool

  public init(colorDepth: ColorDepth = .trueColor, unicode: Bool = true, mouse: Bool = true) {
    self.colorDepth = colorDepth
    self.unicode = unicode
    self.mouse = mouse
  }
}
