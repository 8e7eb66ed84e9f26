/// The symbols that carry a status besides colour.
public enum SymbolSet: Sendable, Hashable {
  case unicode, ascii

  public func symbol(for status: Status) -> String {
    switch (status, self) {
    case (.match, .unicode): "✓"
    case (.match, .ascii): "+"
    case (.notRun, .unicode), (.referenceOnly, .unicode), (.candidateOnly, .unicode): "·"
    case (.notRun, .ascii), (.referenceOnly, .ascii), (.candidateOnly, .ascii): "."
    case (.mismatch, .unicode), (.shapeMismatch, .unicode), (.missingReference, .unicode),
      (.missingCandidate, .unicode):
      "✗"
    case (.mismatch, .ascii), (.shapeMismatch, .ascii), (.missingReference, .ascii), (.missingCandidate, .ascii): "x"
    }
  }

  public func symbol(for verdict: LadderVerdict) -> String {
    switch (verdict, self) {
    case (.passed, _): symbol(for: Status.match)
    case (.failed, _): symbol(for: Status.mismatch)
    case (.incomparable, _): "?"
    case (.skipped, .unicode): "–"
    case (.skipped, .ascii): "-"
    case (.notRun, _): symbol(for: Status.notRun)
    }
  }

  /// The text with what ASCII lacks replaced.
  func plain(_ text: String) -> String {
    guard self == .ascii else { return text }
    return text.replacing("−", with: "-").replacing("≤", with: "<=").replacing("·", with: "*")
      .replacing("…", with: "...")
  }
}
