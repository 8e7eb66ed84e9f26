/// A stretch of the reference's open operations to be aligned with one of the candidate's.
private struct Stretch {
  var reference: Range<Int>
  var candidate: Range<Int>
  var cells: Int { reference.count * candidate.count }
  var isEmpty: Bool { reference.isEmpty || candidate.isEmpty }
}

extension Matching {
  /// More cells than this are not filled in one table: 4 MiB of directions.
  private static var largestTable: Int { 1 << 22 }

  /// Pairs what both sides have once at the same place but in another order, and takes it out of the sequences.
  mutating func pairMoved() {
    let all = Stretch(reference: openReferences.indices, candidate: openCandidates.indices)
    let anchors = anchors(in: all)
    let inOrder = Set(longestIncreasing(anchors.map(\.candidate)))
    let moved = anchors.indices.filter { !inOrder.contains($0) }.map { anchors[$0] }
    for anchor in moved { pairOpen(anchor.reference, anchor.candidate) }
    openReferences.removeAll { partnerOfReference[$0] != nil }
    openCandidates.removeAll { partnerOfCandidate[$0] != nil }
  }

  /// Finds the cheapest alignment that keeps the order of both sides.
  mutating func alignInOrder() {
    var stretch = Stretch(reference: openReferences.indices, candidate: openCandidates.indices)
    takeCommonEnds(&stretch)
    for part in cut(stretch) { alignByTable(part) }
  }

  /// Pairs operations that are the same in everything from both ends; most of two runs of one model is such.
  private mutating func takeCommonEnds(_ stretch: inout Stretch) {
    while let left = stretch.reference.first, let right = stretch.candidate.first, areSame(left, right) {
      pairOpen(left, right)
      stretch.reference.removeFirst()
      stretch.candidate.removeFirst()
    }
    while let left = stretch.reference.last, let right = stretch.candidate.last, areSame(left, right) {
      pairOpen(left, right)
      stretch.reference.removeLast()
      stretch.candidate.removeLast()
    }
  }

  private func reference(_ open: Int) -> OperationFeatures { references[openReferences[open]] }
  private func candidate(_ open: Int) -> OperationFeatures { candidates[openCandidates[open]] }

  private mutating func pairOpen(_ reference: Int, _ candidate: Int) {
    pair(openReferences[reference], openCandidates[candidate])
  }

  private func areSame(_ reference: Int, _ candidate: Int) -> Bool {
    let (left, right) = (self.reference(reference), self.candidate(candidate))
    return left.types == right.types && left.shape == right.shape && left.scope == right.scope
      && left.leaf == right.leaf
  }

  /// Cuts a stretch at its anchors; one without, and too long for one table, in halves.
  private mutating func cut(_ stretch: Stretch) -> [Stretch] {
    if stretch.isEmpty { return [] }
    let all = anchors(in: stretch)
    let anchors = longestIncreasing(all.map(\.candidate)).map { all[$0] }
    guard !anchors.isEmpty else {
      return stretch.cells <= Self.largestTable ? [stretch] : halves(of: stretch).flatMap { cut($0) }
    }
    var parts: [Stretch] = []
    var rest = stretch
    for anchor in anchors {
      pairOpen(anchor.reference, anchor.candidate)
      parts.append(
        Stretch(
          reference: rest.reference.lowerBound..<anchor.reference,
          candidate: rest.candidate.lowerBound..<anchor.candidate))
      rest.reference = (anchor.reference + 1)..<rest.reference.upperBound
      rest.candidate = (anchor.candidate + 1)..<rest.candidate.upperBound
    }
    return (parts + [rest]).flatMap { cut($0) }
  }

  private func halves(of stretch: Stretch) -> [Stretch] {
    let left = stretch.reference.lowerBound + stretch.reference.count / 2
    let right = stretch.candidate.lowerBound + stretch.candidate.count / 2
    return [
      Stretch(
        reference: stretch.reference.lowerBound..<left, candidate: stretch.candidate.lowerBound..<right),
      Stretch(
        reference: left..<stretch.reference.upperBound, candidate: right..<stretch.candidate.upperBound),
    ]
  }

  /// The operations that each side has exactly once under their scope, type and shape: that they belong together
  /// needs no table. Among several of a kind in one scope, such as `Relu` and `Relu_1`, names alone would mislead
  /// where one is missing.
  private func anchors(in stretch: Stretch) -> [(reference: Int, candidate: Int)] {
    func unique(_ indices: Range<Int>, _ features: (Int) -> OperationFeatures) -> [OperationPlace: Int] {
      Dictionary(grouping: indices) { OperationPlace(features($0), isPlain: false) }
        .compactMapValues { $0.count == 1 ? $0[0] : nil }
    }
    let left = unique(stretch.reference, reference)
    let right = unique(stretch.candidate, candidate)
    return left.compactMap { key, index in right[key].map { (reference: index, candidate: $0) } }
      .sorted { $0.reference < $1.reference }
  }

  /// Needleman and Wunsch's table, row by row; only the directions are kept whole.
  private mutating func alignByTable(_ stretch: Stretch) {
    if stretch.isEmpty { return }
    let (rows, columns) = (stretch.reference.count, stretch.candidate.count)
    let width = columns + 1
    var directions = [Direction](repeating: .candidateAlone, count: (rows + 1) * width)
    var above = (0...columns).map { Int32($0) * AlignmentCost.gap }
    var current = above
    for row in 1...rows {
      current[0] = Int32(row) * AlignmentCost.gap
      directions[row * width] = .referenceAlone
      let reference = reference(stretch.reference.lowerBound + row - 1)
      for column in 1...columns {
        var best = current[column - 1] + AlignmentCost.gap
        var direction = Direction.candidateAlone
        if above[column] + AlignmentCost.gap <= best {
          best = above[column] + AlignmentCost.gap
          direction = .referenceAlone
        }
        let candidate = candidate(stretch.candidate.lowerBound + column - 1)
        // The quick look at the types keeps most cells cheap.
        if let cost = AlignmentCost.pairing(reference, candidate), above[column - 1] + cost <= best {
          best = above[column - 1] + cost
          direction = .pair
        }
        current[column] = best
        directions[row * width + column] = direction
      }
      swap(&above, &current)
    }
    follow(directions, width: width, in: stretch)
  }

  private enum Direction: UInt8 { case pair, referenceAlone, candidateAlone }

  private mutating func follow(_ directions: [Direction], width: Int, in stretch: Stretch) {
    var (row, column) = (stretch.reference.count, stretch.candidate.count)
    while row > 0 || column > 0 {
      switch directions[row * width + column] {
      case .pair:
        pairOpen(stretch.reference.lowerBound + row - 1, stretch.candidate.lowerBound + column - 1)
        row -= 1
        column -= 1
      case .referenceAlone: row -= 1
      case .candidateAlone: column -= 1
      }
    }
  }
}

/// The positions of a longest strictly increasing subsequence.
///
/// - Complexity: O(n log n); Fredman, "On computing the length of longest increasing subsequences", 1975.
func longestIncreasing(_ values: [Int]) -> [Int] {
  var tails: [Int] = []
  var previous = [Int?](repeating: nil, count: values.count)
  for position in values.indices {
    var (low, high) = (0, tails.count)
    while low < high {
      let middle = (low + high) / 2
      if values[tails[middle]] < values[position] { low = middle + 1 } else { high = middle }
    }
    previous[position] = low > 0 ? tails[low - 1] : nil
    if low == tails.count { tails.append(position) } else { tails[low] = position }
  }
  var result: [Int] = []
  var next = tails.last
  while let position = next {
    result.append(position)
    next = previous[position]
  }
  return result.reversed()
}
