/// The symbols that carry a status besides colour, for `check`, the reports and the screen.
public enum SymbolSet: Sendable, Hashable {
  case unicode, ascii

  package var match: Character { self == .unicode ? "✓" : "=" }
  package var mismatch: Character { self == .unicode ? "✗" : "X" }
  /// It differs as far as a waiver accepts.
  package var waived: Character { self == .unicode ? "≈" : "~" }
  package var notRun: Character { self == .unicode ? "·" : "." }

  public func symbol(for status: Status) -> String {
    switch status {
    case .match: String(match)
    case .notRun, .referenceOnly, .candidateOnly, .unpaired, .outside, .unjudged: String(notRun)
    case .mismatch, .shapeMismatch, .missingReference, .missingCandidate: String(mismatch)
    }
  }

  /// The symbol for a row, which a waiver may accept.
  public func symbol(for row: EndpointRow) -> String {
    row.waived == nil ? symbol(for: row.status) : String(waived)
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
