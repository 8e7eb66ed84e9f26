/// The symbols that carry a status besides colour.
public enum SymbolSet: Sendable, Hashable {
  case unicode, ascii

  public func symbol(for status: Status) -> String {
    switch (status, self) {
    case (.match, .unicode): "✓"
    case (.match, .ascii): "+"
    case (.notRun, .unicode): "·"
    case (.notRun, .ascii): "."
    case (_, .unicode): "✗"
    case (_, .ascii): "x"
    }
  }

  /// The text with what ASCII lacks replaced.
  func plain(_ text: String) -> String {
    guard self == .ascii else { return text }
    return text.replacing("−", with: "-").replacing("≤", with: "<=").replacing("·", with: "*")
      .replacing("…", with: "...")
  }
}
