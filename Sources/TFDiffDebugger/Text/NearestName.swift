/// Finds what a mistyped word was probably meant to be.
package enum NearestName {
  /// A sentence for an error's message; empty where none is near.
  package static func suggestion(_ word: String, _ names: some Sequence<String>) -> String {
    find(word, in: names).map { " Did you mean '\($0)'?" } ?? ""
  }

  /// The names that are nearest, however far, nearest first.
  package static func nearest(_ word: String, in names: some Sequence<String>, count: Int) -> [String] {
    let typed = Array(word.lowercased())
    let distances = Set(names).map { (name: $0, distance: edits(typed, Array($0.lowercased()))) }
    return distances.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(count).map(\.name)
  }

  /// The name with the fewest edits from the word, where that is few enough to be a slip.
  package static func find(_ word: String, in names: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased())
    let allowed = max(2, typed.count / 3)
    var best: (name: String, distance: Int)?
    for name in names {
      let lowered = Array(name.lowercased())
      let distance = typed.count >= 2 && lowered.starts(with: typed) ? 1 : edits(typed, lowered)
      if distance <= allowed, distance < (best?.distance ?? .max) { best = (name, distance) }
    }
    return best?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
  /// (the optimal string alignment distance).
  static func edits(_ a: [Character], _ b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var rows = [Array(0...b.count)]
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        let replace = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        var least = min(rows[i - 1][j] + 1, row[j - 1] + 1, replace)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          least = min(least, rows[i - 2][j - 2] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
