/// Which of the names there are was meant by one that is not among them.
enum NearestName {
  /// A sentence for an error's message; empty where none is near.
  static func suggestion(_ name: String, _ known: [String]) -> String {
    find(name, in: known).map { " Did you mean '\($0)'?" } ?? ""
  }

  /// The names that are nearest, however far, nearest first.
  static func nearest(_ name: String, in known: [String], count: Int) -> [String] {
    let distances = Set(known).map { (name: $0, distance: $0.editDistance(to: name)) }
    return distances.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(count).map(\.name)
  }

  /// The nearest name, unless a third of it would have to change.
  static func find(_ name: String, in known: [String]) -> String? {
    guard let nearest = known.min(by: { $0.editDistance(to: name) < $1.editDistance(to: name) }),
      nearest.editDistance(to: name) <= max(2, name.count / 3)
    else { return nil }
    return nearest
  }
}

extension String {
  /// Levenshtein's distance, ignoring case: how many characters to insert, delete or replace.
  fileprivate func editDistance(to other: String) -> Int {
    let target = Array(other.lowercased())
    var row = Array(0...target.count)
    for (index, character) in lowercased().enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in target.indices {
        let replaced = diagonal + (character == target[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = Swift.min(replaced, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[target.count]
  }
}
