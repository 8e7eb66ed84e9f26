extension Screen {
  /// What a person reads, one string a row; the empty cell after a wide character adds nothing.
  public var lines: [String] {
    (0..<max(size.rows, 0)).map { row in
      (0..<max(size.columns, 0)).map { self[$0, row].text }.joined()
    }
  }

  /// Whether a row of the screen contains the text.
  public func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }
}
