import TFDiffTensor

/// The orders in which one shape's axes make another: for each of the other's axes which of its own it is.
struct AxisOrders {
  let all: [[Int]]

  /// Permutations of more axes are not looked for.
  private static let greatestRank = 5

  init(from source: Shape, to target: Shape) {
    guard source.rank == target.rank, source.rank <= Self.greatestRank else {
      all = []
      return
    }
    var found: [[Int]] = [[]]
    for size in target.dimensions {
      found = found.flatMap { order in
        source.dimensions.indices.filter { source.dimensions[$0] == size && !order.contains($0) }.map { order + [$0] }
      }
    }
    all = found
  }

  /// The order that leaves the axes where they are, and those that deep learning moves them by, come first: channels last to
  /// channels first and back, and a matrix's transposition.
  var likeliestFirst: [[Int]] { all.sorted { Self.rank($0) < Self.rank($1) } }

  /// The same without all others.
  var likely: [[Int]] { likeliestFirst.filter { Self.rank($0) < 2 } }

  /// The only one there is; nil where there are several.
  var only: [Int]? { all.count == 1 ? all[0] : nil }

  private static func rank(_ order: [Int]) -> Int {
    let count = order.count
    if order == Array(0..<count) { return 0 }
    let channelsFirst = [0, count - 1] + Array(1..<max(count - 1, 1))
    let channelsLast = [0] + Array(2..<max(count, 2)) + [1]
    return order == channelsFirst || order == channelsLast ? 1 : 2
  }
}
