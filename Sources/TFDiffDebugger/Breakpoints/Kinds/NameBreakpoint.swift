extension BreakpointKind {
  /// Stops when an endpoint (or an operation, when stepping inside) whose name matches has been run.
  public static let name = BreakpointKind(
    name: "name", spellings: [], names: .rows, summary: "names", words: { $0 }, reason: .breakpoint,
    test: .passed(holdsWayOut: true) { subject, glob in subject.name.map { glob.matches($0) } ?? false })
}

extension Breakpoint.Condition {
  public static func name(glob: String) -> Self { Self(.name, glob: glob) }
}
