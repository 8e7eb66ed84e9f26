/// What it costs to pair two operations, in hundredths of what it costs to leave both without a partner.
///
/// Leaving one operation alone costs ``gap``; a pair is made only where it is cheaper than two gaps. So the same
/// op type is needed; a differing shape or a wholly different scope can be borne, both together cannot.
enum AlignmentCost {
  static let gap: Int32 = 50
  private static let shapeDiffers: Int32 = 75
  private static let scopeDiffers: Int32 = 60
  private static let leafDiffers: Int32 = 4
  /// For each part that is lacking.
  private static let fusionCutShort: Int32 = 30

  /// Nil where the two cannot be partners.
  static func pairing(_ reference: OperationFeatures, _ candidate: OperationFeatures) -> Int32? {
    guard let types = typeCost(reference, candidate) else { return nil }
    let shape = reference.shape == candidate.shape ? 0 : shapeDiffers
    return types + shape + scopeCost(reference, candidate) + leafCost(reference, candidate)
  }

  /// A fused operation computes what its last part computes. Where the other side lacks that part, an earlier part
  /// is its nearest kin: the pair then shows the difference.
  private static func typeCost(_ reference: OperationFeatures, _ candidate: OperationFeatures) -> Int32? {
    if reference.type == candidate.type { return 0 }
    let lacking =
      partsAfter(candidate.type, in: reference.types) ?? partsAfter(reference.type, in: candidate.types)
    return lacking.map { fusionCutShort * Int32($0) }
  }

  /// How many parts of a fused operation come after the last of a type; nil where it has none of it.
  private static func partsAfter(_ type: Int, in parts: [Int]) -> Int? {
    guard parts.count > 1, let last = parts.lastIndex(of: type) else { return nil }
    return parts.count - 1 - last
  }

  private static func leafCost(_ reference: OperationFeatures, _ candidate: OperationFeatures) -> Int32 {
    if reference.leaf == candidate.leaf { return 0 }
    return reference.plainLeaf == candidate.plainLeaf ? 1 : leafDiffers
  }

  /// From 0 for equal scopes to ``scopeDiffers`` where no part agrees, by the share of parts that agree counted
  /// from both ends; a part that differs only in its unique suffix agrees by half.
  static func scopeCost(_ reference: OperationFeatures, _ candidate: OperationFeatures) -> Int32 {
    if reference.scope == candidate.scope { return 0 }
    let (left, right) = (reference.scope, candidate.scope)
    let (plainLeft, plainRight) = (reference.plainScope, candidate.plainScope)
    let shorter = min(left.count, right.count)
    let longer = max(left.count, right.count)
    var halves = 0
    var head = 0
    while head < shorter, plainLeft[head] == plainRight[head] {
      halves += left[head] == right[head] ? 2 : 1
      head += 1
    }
    var tail = 1
    while tail <= shorter - head, plainLeft[left.count - tail] == plainRight[right.count - tail] {
      halves += left[left.count - tail] == right[right.count - tail] ? 2 : 1
      tail += 1
    }
    return scopeDiffers * Int32(2 * longer - halves) / Int32(2 * longer)
  }
}
