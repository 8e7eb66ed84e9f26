extension Matching {
  /// Takes out of the alignment what the other side's fused operations plainly stand for.
  ///
  /// A fused operation's counterpart is looked for at the same place: by type of the result, scope and shape, first with
  /// full names, then without unique suffixes. Where both sides have equally many there, the first belongs to the
  /// first and so on, and the parts that lead to it are set aside. What ends up unmarked by ``markFusedAway()`` is
  /// listed as any other operation without a partner.
  mutating func setPartsAside() {
    var (asideReferences, asideCandidates) = (Set<Int>(), Set<Int>())
    for (reference, candidate) in plainCounterparts() {
      let (left, right) = (references[reference], candidates[candidate])
      if left.types.count > 1, right.types.count == 1 {
        asideCandidates.formUnion(
          parts(of: left, before: candidate, in: candidates) { !asideCandidates.contains($0) })
      } else if right.types.count > 1, left.types.count == 1 {
        asideReferences.formUnion(
          parts(of: right, before: reference, in: references) { !asideReferences.contains($0) })
      }
    }
    openReferences.removeAll { asideReferences.contains($0) }
    openCandidates.removeAll { asideCandidates.contains($0) }
  }

  private func plainCounterparts() -> [(reference: Int, candidate: Int)] {
    guard (references + candidates).contains(where: { $0.types.count > 1 }) else { return [] }
    var found: [Int: Int] = [:]
    for isPlain in [false, true] {
      let left = Dictionary(grouping: references.indices) { OperationPlace(references[$0], isPlain: isPlain) }
      let right = Dictionary(grouping: candidates.indices) {
        OperationPlace(candidates[$0], isPlain: isPlain)
      }
      for (place, indices) in left {
        guard let others = right[place], others.count == indices.count else { continue }
        for (reference, candidate) in zip(indices, others) where found[reference] == nil {
          found[reference] = candidate
        }
      }
    }
    return found.sorted { $0.key < $1.key }.map { (reference: $0.key, candidate: $0.value) }
  }

  /// Marks the operations that the other side's rewrite folded into a later one.
  ///
  /// For each pair of a fused operation with a plain one, the parts before are looked for among the plain side's
  /// lone operations before the partner, nearest first, within the same layer's scope.
  mutating func markFusedAway() {
    for reference in references.indices {
      guard let candidate = partnerOfReference[reference] else { continue }
      let (left, right) = (references[reference], candidates[candidate])
      if left.types.count > 1, right.types.count == 1 {
        let found = parts(of: left, before: candidate, in: candidates) {
          partnerOfCandidate[$0] == nil && !isFusedAwayCandidate[$0]
        }
        for part in found { isFusedAwayCandidate[part] = true }
      } else if right.types.count > 1, left.types.count == 1 {
        let found = parts(of: right, before: reference, in: references) {
          partnerOfReference[$0] == nil && !isFusedAwayReference[$0]
        }
        for part in found { isFusedAwayReference[part] = true }
      }
    }
  }

  /// The operations before `end` that are the earlier parts of a fused operation whose result is the one at `end`.
  private func parts(
    of fused: OperationFeatures, before end: Int, in sequence: [OperationFeatures],
    where isOpen: (Int) -> Bool
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
