/// Another order of what lies along an axis of a tensor.
struct SlicePermutation: Sendable, Hashable {
  let axis: Int
  /// By index of the candidate's, the index of the reference's that it has.
  let sources: [Int]

  /// Those that mistakes make, which are looked for first, since of slices that are alike any may stand for any: reversed, and
  /// rolled by a few.
  static func plain(along axis: Int, size: Int) -> [SlicePermutation] {
    let rolls = (1...4).flatMap { [$0, size - $0] }.filter { (1..<size).contains($0) }
    let orders = rolls.map { roll in (0..<size).map { ($0 + size - roll) % size } }
    return ([Array((0..<size).reversed())] + orders).map { SlicePermutation(axis: axis, sources: $0) }
  }

  var isReversal: Bool { sources.count > 1 && sources == Array(sources.indices.reversed()) }

  /// How far each has moved on, the last coming first again; nil where they have not all moved alike.
  var roll: Int? {
    guard let first = sources.first, first > 0 else { return nil }
    let size = sources.count
    guard sources.indices.allSatisfy({ sources[$0] == ($0 + first) % size }) else { return nil }
    return size - first <= first ? size - first : -first
  }

  /// The order of a number of equal parts, each of them unchanged in itself; nil where it is none.
  func order(ofParts parts: Int) -> [Int]? {
    guard parts > 1, sources.count % parts == 0, sources.count > parts else { return nil }
    let size = sources.count / parts
    let order = (0..<parts).map { sources[$0 * size] / size }
    let isWhole = sources.indices.allSatisfy { sources[$0] == order[$0 / size] * size + $0 % size }
    return isWhole ? order : nil
  }

  /// The fewest parts, of those that recurrent cells have, that are in another order.
  var parts: [Int]? { [2, 3, 4].lazy.compactMap { order(ofParts: $0) }.first }

  var words: String {
    if isReversal { return "axis \(axis) reversed" }
    if let parts { return "the \(parts.count) equal parts of axis \(axis) in the order \(NumberText.tuple(parts))" }
    if let roll {
      return "axis \(axis) rolled by \(roll): each has the one \(abs(roll)) \(roll > 0 ? "before" : "after") it"
    }
    let moved = sources.indices.filter { sources[$0] != $0 }
    let first = moved.prefix(4).map { "\($0) has \(sources[$0])" }
    return "axis \(axis) in another order (\(moved.count) of \(sources.count) moved: \(first.joined(separator: ", "))"
      + (moved.count > 4 ? ", …)" : ")")
  }
}
