/// The scopes the calling code is in, as a value: entering a scope changes it, leaving restores it.
public struct Scopes {
  /// With a `/` at its end; empty at the root.
  var nameScope = ""
  var controlInputs: [Operation] = []
  public internal(set) var variableScope = VariableScope.root
  public internal(set) var arguments = ArgumentScope()
}

extension ExecutionContext {
  /// Runs `body` with changed scopes, and restores them however it ends.
  func withScopes<Result>(_ change: (inout Scopes) -> Void, _ body: () throws -> Result) rethrows -> Result {
    let saved = scopes
    change(&scopes)
    defer { scopes = saved }
    return try body()
  }
}
