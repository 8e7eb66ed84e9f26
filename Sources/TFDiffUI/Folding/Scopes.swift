/// The scopes that a name stands in: `a/`, `a/b/` of `a/b/conv`.
enum Scopes {
  /// From the outermost to the innermost.
  static func of(_ name: String) -> [Substring] {
    name.indices.lazy.filter { name[$0] == "/" }.map { name[...$0] }
  }

  /// How many names stand in each scope.
  static func counts(_ names: [String]) -> [String: Int] {
    var counts: [String: Int] = [:]
    for name in names { for scope in of(name) { counts[String(scope), default: 0] += 1 } }
    return counts
  }

  /// The outermost of a name's scopes that is among some.
  static func outermost(of name: String, among scopes: Set<String>) -> String? {
    if scopes.isEmpty { return nil }
    return of(name).lazy.map(String.init).first { scopes.contains($0) }
  }
}
