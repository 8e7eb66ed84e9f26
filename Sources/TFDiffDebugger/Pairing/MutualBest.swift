/// Pairs of things of two sides of which each is the other's best, by how much speaks for it.
enum MutualBest {
  /// The places of the pairs. What is unique only after others have found theirs is found then.
  ///
  /// - Parameter scores: of the left things by the right ones; what is not above zero is no pair.
  static func pairs(_ scores: [[Int]]) -> [(left: Int, right: Int)] {
    var open = (left: Array(scores.indices), right: Array((scores.first ?? []).indices))
    var found: [(left: Int, right: Int)] = []
    var hasFound = true
    while hasFound {
      hasFound = false
      for left in open.left {
        guard let right = best(open.right, { scores[left][$0] }),
          best(open.left, { scores[$0][right] }) == left
        else { continue }
        found.append((left, right))
        open.left.removeAll { $0 == left }
        open.right.removeAll { $0 == right }
        hasFound = true
      }
    }
    return found
  }

  /// Whether nothing speaks against taking equally many of both sides in order: none has more in common with another than
  /// with the one in its place, and none is no pair at all.
  static func isOrderly(_ scores: [[Int]]) -> Bool {
    scores.indices.allSatisfy { place in
      let own = scores[place][place]
      return own >= 0 && scores[place].allSatisfy { $0 <= own } && scores.allSatisfy { $0[place] <= own }
    }
  }

  /// The one with the highest score; nil where there is none, or more than one.
  private static func best(_ places: [Int], _ score: (Int) -> Int) -> Int? {
    var best: (place: Int, score: Int)?
    var isUnique = false
    for place in places {
      let score = score(place)
      if score <= 0 { continue }
      if let known = best, known.score > score { continue }
      isUnique = best.map { $0.score < score } ?? true
      best = (place, score)
    }
    return isUnique ? best?.place : nil
  }
}
