extension BreakpointKind {
  /// Stops when the candidate creates a variable whose name matches, on whatever call.
  public static let creation = BreakpointKind(
    name: "creation", spellings: ["creation"], names: .variables, summary: "variables that the candidate creates",
    words: { "the creation of \($0 == "*" ? "any variable" : $0)" }, reason: .breakpoint,
    test: .created { variable, _, glob in glob.matches(variable.name) })
}

extension Breakpoint.Condition {
  public static func creation(glob: String) -> Self { Self(.creation, glob: glob) }
}
