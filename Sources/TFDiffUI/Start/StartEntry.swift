import TFDiffDebugger

/// Something that can be chosen on the start screen.
public struct StartEntry: Sendable, Hashable {
  public enum Choice: Sendable, Hashable {
    /// Open the debugger with these words of its command line, in a folder; nil for the current one.
    case debug(words: [String], folder: String?)
    /// Say how to go on, where more is needed than a choice.
    case tell(String)
  }

  public var title: String
  /// More about it, on the same line.
  public var detail: String
  /// How the last comparison of it ended; nil where it has none, or it did not end.
  public var verdict: Verdict?
  public var choice: Choice

  public init(_ title: String, detail: String = "", verdict: Verdict? = nil, choice: Choice) {
    self.title = title
    self.detail = detail
    self.verdict = verdict
    self.choice = choice
  }
}

/// Entries of one kind under a title.
public struct StartSection: Sendable, Hashable {
  public var title: String
  public var entries: [StartEntry]
  /// What stands below them: why there are none, or what is being looked for.
  public var note: String?

  public init(_ title: String, _ entries: [StartEntry], note: String? = nil) {
    self.title = title
    self.entries = entries
    self.note = note
  }
}
