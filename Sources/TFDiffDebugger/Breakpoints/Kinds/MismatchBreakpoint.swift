extension BreakpointKind {
  /// Stops where the two sides part.
  public static let mismatch = BreakpointKind(
    name: "mismatch", spellings: ["mismatch"], names: nil, summary: "a mismatch", words: { _ in "any mismatch" },
    reason: .divergence, test: .passed(holdsWayOut: false) { subject, _ in subject.hasDiverged })
}

extension Breakpoint.Condition {
  public static var mismatch: Self { Self(.mismatch) }
}
