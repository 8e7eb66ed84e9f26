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
    /// Which of a loop's iterations it is of; nil outside of loops.
    public var iteration: LoopIteration?

    public init(reference: Int?, candidate: Int?, isFusedAway: Bool = false) {
      self.reference = reference
      self.candidate = candidate
      self.isFusedAway = isFusedAway
    }
  }

  /// Every operation of both sequences occurs in exactly one pair. The pairs are in the reference's order; an operation
  /// of the candidate alone stands before the pair it was executed before.
  ///
  /// Where the source has paired them itself, that stands. What a loop repeats is paired iteration by iteration.
  ///
  /// - Parameter isComplete: whether the two sequences are whole, so that what says nothing can be left out: a loop's
  ///   operations where the other side runs the loop as one, and those of iterations that the other side's source leaves out.
  public static func pairs(
    reference: [OperationEvent], candidate: [OperationEvent], isComplete: Bool = true
  ) -> [Pair] {
    var matching = matching(
      SidePair(reference: reference.map { OperationOutline($0) }, candidate: candidate.map { OperationOutline($0) }))
    if candidate.contains(where: { $0.partner != .unknown }) {
      matching.pairKnown(reference, candidate)
    } else {
      // A loop's operations are no plain sequence.
      matching.openReferences.removeAll { reference[$0].repetition?.loop != nil }
      matching.openCandidates.removeAll { candidate[$0].repetition?.loop != nil }
      matching.align()
    }
    let open = matching
    let loops = LoopAlignment(
      SidePair(reference: reference, candidate: candidate),
      open: SidePair(
        reference: { open.partnerOfReference[$0] == nil && !open.isFusedAwayReference[$0] },
        candidate: { open.partnerOfCandidate[$0] == nil && !open.isFusedAwayCandidate[$0] }), isComplete: isComplete)
    guard let loops else { return matching.pairs() }
    for pair in loops.pairs { matching.pair(pair.reference, pair.candidate) }
    return pairs(of: matching, in: loops, isComplete: isComplete)
  }

  private static func pairs(of matching: Matching, in loops: LoopAlignment, isComplete: Bool) -> [Pair] {
    let iterations = SidePair(
      reference: loops.iterations(of: .reference), candidate: loops.iterations(of: .candidate))
    let idle = SidePair<Set<Int>>(
      reference: isComplete ? loops.idle(.reference) : [], candidate: isComplete ? loops.idle(.candidate) : [])
    return matching.pairs().compactMap { pair in
      let isLone = pair.reference == nil || pair.candidate == nil
      let isIdle =
        pair.reference.map { idle.reference.contains($0) } ?? false
        || pair.candidate.map { idle.candidate.contains($0) } ?? false
      if isLone && isIdle { return nil }
      var pair = pair
      pair.iteration =
        pair.reference.flatMap { iterations.reference[$0] } ?? pair.candidate.flatMap { iterations.candidate[$0] }
      return pair
    }
  }

  /// The same of operations that need not have been executed.
  public static func pairs(of operations: SidePair<[OperationOutline]>) -> [Pair] {
    var matching = matching(operations)
    matching.align()
    return matching.pairs()
  }

  private static func matching(_ operations: SidePair<[OperationOutline]>) -> Matching {
    var words = WordNumbers()
    let references = operations.reference.map { words.features(of: $0) }
    return Matching(references: references, candidates: operations.candidate.map { words.features(of: $0) })
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

  /// Pairs what the source has found to be partners.
  mutating func pairKnown(_ reference: [OperationEvent], _ candidate: [OperationEvent]) {
    let places = Dictionary(
      reference.enumerated().compactMap { place, event in event.id.map { ($0, place) } },
      uniquingKeysWith: { first, _ in first })
    for (place, event) in candidate.enumerated() {
      if case .operation(let id) = event.partner, let partner = places[id] { pair(partner, place) }
    }
  }

  /// Pairs what is open by what it is and by its order.
  mutating func align() {
    setPartsAside()
    pairMoved()
    alignInOrder()
    pairOutOfOrder()
    markFusedAway()
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
