import TFDiffDebugger

extension OperationPartners {
  /// Pairs what partners take their values from: what is before an activation that has its partner is before that one's too,
  /// where it does the same work and nothing else could be meant.
  mutating func followSources() {
    var waiting = found.reference.keys.filter { !guessed.contains($0) }.sorted()
    while let reference = waiting.popLast() {
      guard let candidate = found.reference[reference] else { continue }
      for (left, right) in sourcePairs(reference, candidate) {
        join(left, right)
        waiting.append(left)
      }
    }
  }

  /// What two partners take in the same place, of what has no partner yet and does the same work.
  private func sourcePairs(_ reference: Int, _ candidate: Int) -> [(Int, Int)] {
    let (own, other) = (structures.reference.operations[reference], structures.candidate.operations[candidate])
    guard own.work == other.work, own.sources.count == other.sources.count else { return [] }
    let (lefts, rights) = (own.sources, other.sources)
    let pairs: [(Int, Int)]
    if own.isCommutative {
      pairs = lefts.compactMap { left in
        let alike = rights.filter { isSameWork(left, $0) }
        let rivals = lefts.filter { each in alike.contains { isSameWork(each, $0) } }
        return alike.count == 1 && rivals.count == 1 ? (left, alike[0]) : nil
      }
    } else {
      pairs = Array(zip(lefts, rights))
    }
    return pairs.filter { isOpen($0, $1) && isSameWork($0, $1) }
  }

  private func isSameWork(_ reference: Int, _ candidate: Int) -> Bool {
    let (left, right) = (structures.reference.operations[reference], structures.candidate.operations[candidate])
    return left.isCompute && right.isCompute && left.work == right.work && left.shape == right.shape
      && readsAlike(reference, candidate)
  }
}
