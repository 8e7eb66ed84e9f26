/// The scopes that endpoints stand in (`a/` and `a/b/` of `a/b/conv`), numbered, so that ten thousand names are taken apart once and
/// not at each key.
struct ScopeIndex: Sendable {
  /// By number.
  private(set) var names: [String] = []
  /// How many endpoints each has.
  private(set) var counts: [Int] = []
  /// Of each endpoint the numbers of its scopes, from the outermost to the innermost.
  private(set) var rows: [[Int]] = []

  init(_ endpoints: [String]) {
    var numbers: [Substring: Int] = [:]
    rows.reserveCapacity(endpoints.count)
    for endpoint in endpoints {
      var scopes: [Int] = []
      for slash in endpoint.indices where endpoint[slash] == "/" {
        let scope = endpoint[...slash]
        let number = numbers[scope] ?? names.count
        if number == names.count {
          numbers[scope] = number
          names.append(String(scope))
          counts.append(0)
        }
        counts[number] += 1
        scopes.append(number)
      }
      rows.append(scopes)
    }
  }

  /// The outermost of an endpoint's scopes that is among some.
  func outermost(ofRow row: Int, among scopes: Set<String>) -> Int? {
    rows.indices.contains(row) ? rows[row].first { scopes.contains(names[$0]) } : nil
  }

  /// Which of the scopes are among some, by number.
  func areAmong(_ scopes: Set<String>) -> [Bool] { names.map { scopes.contains($0) } }
}
