/// The scopes that most names of a list begin with, and by which they cannot be told apart.
package enum SharedPrefix {
  /// The longest beginning, up to and with a `/`, that at least half of the names have; empty where there is none.
  package static func find(_ names: [String]) -> String {
    var prefix = ""
    var inside = names.map { $0[...] }
    while true {
      var counts: [Substring: Int] = [:]
      for name in inside { if let slash = name.firstIndex(of: "/") { counts[name[...slash], default: 0] += 1 } }
      guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), most.value > 1,
        most.value * 2 >= names.count
      else { return prefix }
      prefix += most.key
      inside = inside.filter { $0.hasPrefix(most.key) }.map { $0.dropFirst(most.key.count) }
    }
  }

}
