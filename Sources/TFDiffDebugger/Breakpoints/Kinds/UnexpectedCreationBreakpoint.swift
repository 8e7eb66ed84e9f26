extension BreakpointKind {
  /// Stops when the candidate creates a variable on a call on which the reference creates none.
  public static let unexpectedCreation = BreakpointKind(
    name: "unexpected-creation", spellings: ["unexpected", "unexpected-creation"], names: nil,
    summary: "those that it should have reused",
    words: { _ in "any variable \(VariablesComparison.createdAgainWords)" }, reason: .creation,
    test: .created { variable, latestCall, _ in variable.call > latestCall })
}

extension Breakpoint.Condition {
  public static var unexpectedCreation: Self { Self(.unexpectedCreation) }
}
