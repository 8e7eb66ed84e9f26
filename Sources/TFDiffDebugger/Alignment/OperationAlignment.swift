import TFDiffTensor

/// Which operation of the candidate does the work of which operation of the reference.
///
/// A sequence alignment with costs (Needleman and Wunsch, "A general method applicable to the search for
/// similarities in the amino acid sequence of two proteins", 1970) over op type, output shape, scope and order. Before,
/// what has plainly been fused on the other side is set aside, so that it tempts no other operation, and what both sides
/// have exactly once at the same place is taken as a pair, even where branches were executed in another order. A fused
/// operation, such as
/// `_FusedConv2D` made of `Conv2D`, `FusedBatchNormV3` and `Relu`, is paired with the other side's last part, and
/// that side's earlier parts are marked as fused away.
///
///     OperationAlignment.pairs(reference: graphOperations, candidate: eagerOperations)
///
/// - Complexity: O(n log n) for what both sides name alike, O(reference × candidate) for the stretches between.
public enum OperationAlignment {
  /// Indices into the two sequences; nil where a side has no partner to offer.
  public struct Pair: Sendable, Hashable {
    public var reference: Int?
    public var candidate: Int?
    /// Whether the other side's rewrite folded this operation into a later one.
    public var isFusedAway: Bool

    public init(reference: Int?, candidate: Int?, isFusedAway: Bool = false) {
      self.reference = reference
      self.candidate = candidate
      self.isFusedAway = isFusedAway
    }
  }

  /// Every operation of both sequences occurs in exactly one pair. The pairs are in the reference's order; an operation
  /// of the candidate alone stands before the pair it was executed before.
  ///
  /// Where the source has paired them itself, that stands.
  public static func pairs(reference: [OperationEvent], candidate: [OperationEvent]) -> [Pair] {
    if candidate.contains(where: { $0.partner != .unknown }) { return known(reference, candidate) }
    return pairs(
      of: SidePair(
        reference: reference.map { OperationOutline($0) }, candidate: candidate.map { OperationOutline($0) }))
  }

  private static func known(_ reference: [OperationEvent], _ candidate: [OperationEvent]) -> [Pair] {
    var words = WordNumbers()
    var matching = Matching(
      references: reference.map { words.features(of: OperationOutline($0)) },
      candidates: candidate.map { words.features(of: OperationOutline($0)) })
    let places = Dictionary(
      reference.enumerated().compactMap { place, event in event.id.map { ($0, place) } },
      uniquingKeysWith: { first, _ in first })
    for (place, event) in candidate.enumerated() {
      if case .operation(let id) = event.partner, let partner = places[id] { matching.pair(partner, place) }
    }
    return matching.pairs()
  }

  /// The same of operations that need not have been executed.
  public static func pairs(of operations: SidePair<[OperationOutline]>) -> [Pair] {
    var words = WordNumbers()
    let references = operations.reference.map { words.features(of: $0) }
    let candidates = operations.candidate.map { words.features(of: $0) }
    var matching = Matching(references: references, candidates: candidates)
    matching.setPartsAside()
    matching.pairMoved()
    matching.alignInOrder()
    matching.pairOutOfOrder()
    matching.markFusedAway()
    return matching.pairs()
  }
}

/// The state of an alignment while it is being made.
struct Matching {
  let references: [OperationFeatures]
  let candidates: [OperationFeatures]
  /// The partner's index in the other sequence, for each operation.
  var partnerOfReference: [Int?]
  var partnerOfCandidate: [Int?]
  var isFusedAwayReference: [Bool]
  var isFusedAwayCandidate: [Bool]
  /// The operations that take part in the alignment by order.
  var openReferences: [Int]
  var openCandidates: [Int]

  init(references: [OperationFeatures], candidates: [OperationFeatures]) {
    self.references = references
    self.candidates = candidates
    partnerOfReference = Array(repeating: nil, count: references.count)
    partnerOfCandidate = Array(repeating: nil, count: candidates.count)
    isFusedAwayReference = Array(repeating: false, count: references.count)
    isFusedAwayCandidate = Array(repeating: false, count: candidates.count)
    openReferences = Array(references.indices)
    openCandidates = Array(candidates.indices)
  }

  mutating func pair(_ reference: Int, _ candidate: Int) {
    partnerOfReference[reference] = candidate
    partnerOfCandidate[candidate] = reference
  }

  /// Pairs what was reordered: leftovers of the same type, shape and (nearly) the same name.
  mutating func pairOutOfOrder() {
    let certain: Int32 = 10
    var open = Dictionary(grouping: candidates.indices.filter { partnerOfCandidate[$0] == nil }) {
      candidates[$0].type
    }
    for reference in references.indices where partnerOfReference[reference] == nil {
      let type = references[reference].type
      let offers = (open[type] ?? []).compactMap { candidate in
        AlignmentCost.pairing(references[reference], candidates[candidate]).map { (candidate, $0) }
      }
      guard let best = offers.min(by: { $0.1 < $1.1 }), best.1 <= certain else { continue }
      pair(reference, best.0)
      open[type]?.removeAll { $0 == best.0 }
    }
  }

  func pairs() -> [OperationAlignment.Pair] {
    var result: [OperationAlignment.Pair] = []
    var nextCandidate = 0
    func takeLoneCandidates(before end: Int) {
      while nextCandidate < end {
        if partnerOfCandidate[nextCandidate] == nil {
          result.append(
            .init(reference: nil, candidate: nextCandidate, isFusedAway: isFusedAwayCandidate[nextCandidate]))
        }
        nextCandidate += 1
      }
    }
    for reference in references.indices {
      if let partner = partnerOfReference[reference] { takeLoneCandidates(before: partner) }
      result.append(
        .init(
          reference: reference, candidate: partnerOfReference[reference],
          isFusedAway: isFusedAwayReference[reference]))
    }
    takeLoneCandidates(before: candidates.count)
    return result
  }
}
