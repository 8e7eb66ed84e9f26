extension Matching {
  /// Marks the operations that the other side's rewrite folded into a later one.
  ///
  /// For each pair of a fused operation with a plain one, the parts before are looked for among the plain side's
  /// lone operations before the partner, nearest first, within the same layer's scope.
  mutating func markFusedAway() {
    for reference in references.indices {
      guard let candidate = partnerOfReference[reference] else { continue }
      let (left, right) = (references[reference], candidates[candidate])
      if left.types.count > 1, right.types.count == 1 {
        for part in parts(of: left, before: candidate, in: candidates, where: { isOpenCandidate($0) }) {
          isFusedAwayCandidate[part] = true
        }
      } else if right.types.count > 1, left.types.count == 1 {
        for part in parts(of: right, before: reference, in: references, where: { isOpenReference($0) }) {
          isFusedAwayReference[part] = true
        }
      }
    }
  }

  private func isOpenCandidate(_ index: Int) -> Bool {
    partnerOfCandidate[index] == nil && !isFusedAwayCandidate[index]
  }
  private func isOpenReference(_ index: Int) -> Bool {
    partnerOfReference[index] == nil && !isFusedAwayReference[index]
  }

  private func parts(
    of fused: OperationFeatures, before end: Int, in sequence: [OperationFeatures], where isOpen: (Int) -> Bool
  ) -> [Int] {
    // How far back a part may stand: other branches may have been executed in between.
    let reach = 64
    guard let result = fused.types.lastIndex(of: sequence[end].type) else { return [] }
    var wanted = fused.types[..<result]
    var found: [Int] = []
    for index in stride(from: end - 1, through: max(0, end - reach), by: -1) {
      guard let type = wanted.last else { break }
      guard isOpen(index), sequence[index].type == type, sequence[index].types.count == 1 else { continue }
      guard shareLayer(sequence[index], sequence[end]) else { continue }
      found.append(index)
      wanted = wanted.dropLast()
    }
    return found
  }

  /// Whether one operation's scope lies within the other's: `…/Conv2d_1a_3x3` and `…/Conv2d_1a_3x3/BatchNorm`.
  private func shareLayer(_ left: OperationFeatures, _ right: OperationFeatures) -> Bool {
    zip(left.plainScope, right.plainScope).allSatisfy { $0 == $1 }
  }
}
