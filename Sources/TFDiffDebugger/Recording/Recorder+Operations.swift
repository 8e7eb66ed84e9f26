import TFDiffTensor

/// The span of operations that the run is inside of, while it is stepped.
///
/// What is paired for good is frozen, so that a step aligns only what came since; once both sides have reached the
/// endpoint the whole span is aligned anew.
struct InsideSpan: Sendable {
  /// Where the round of lockstep began.
  var start: SidePair<Int>
  var frozen: [OperationRow] = []
  /// How many operations of each side `frozen` accounts for.
  var frozenCount = SidePair(reference: 0, candidate: 0)
}

extension Recorder {
  /// Enters the endpoint that both sides are on the way to.
  ///
  /// - Precondition: neither side has gone ahead of the other.
  mutating func enter() {
    if state.position == state.endpoints.count { addRowUnderWay() }
    inside = InsideSpan(start: arrivals)
    state.isInside = true
  }

  /// Is inside no longer, either because the endpoint is passed or because a run failed.
  mutating func leave() {
    inside = nil
    state.isInside = false
  }

  /// Pairs and judges what both sides have executed since the last frozen row.
  ///
  /// Where one side's latest operation is fused and the other has executed only some of its parts, the pair is not
  /// judged yet.
  mutating func alignInside() {
    guard let span = inside, state.position < state.endpoints.count else { return }
    var rows = span.frozen + rows(aligning: openOperations(of: span), at: state.position, isComplete: false)
    if let latest = rows.lastIndex(where: { $0.reference != nil }), rows[latest].lacksParts != nil {
      rows[latest].take(Judgement(status: .notRun))
    }
    state.endpoints[state.position].operations = rows
    state.settleOrigin(at: state.position)
  }

  private var latestReferenceRow: OperationRow? {
    guard state.position < state.endpoints.count else { return nil }
    return state.endpoints[state.position].operations.last { $0.reference != nil }
  }

  /// Whether the candidate has to run on before the reference's latest operation has its partner.
  var needsCandidate: Bool {
    guard let row = latestReferenceRow else { return false }
    return row.candidate == nil || row.lacksParts == .candidate
  }

  /// Takes what is paired up to now as paired for good.
  mutating func freeze() {
    guard let span = inside, let row = latestReferenceRow, row.candidate != nil, row.lacksParts == nil else {
      return
    }
    let open = openOperations(of: span)
    inside?.frozen = state.endpoints[state.position].operations
    inside?.frozenCount.reference += open.reference.count
    inside?.frozenCount.candidate += open.candidate.count
  }

  /// How many compute operations a side has executed since the last endpoint it reached.
  func operationCount(of side: Side) -> Int { runs[side].operations.count }

  private func openOperations(of span: InsideSpan) -> SidePair<[OperationEvent]> {
    func open(_ side: Side) -> [OperationEvent] {
      let hasArrived = runs[side].reached.count > span.start[side]
      let all =
        hasArrived ? runs[side].reached.last.flatMap { spans[$0]?[side] } ?? [] : runs[side].operations
      return Array(all.dropFirst(span.frozenCount[side]))
    }
    return SidePair(reference: open(.reference), candidate: open(.candidate))
  }

  /// A side reached an endpoint: the operations on the way are that endpoint's.
  mutating func keepOperations(of side: Side, for name: String) {
    guard !runs[side].operations.isEmpty else { return }
    spans[name, default: SidePair(reference: [], candidate: [])][side] = runs[side].operations
    runs[side].operations = []
  }

  /// Pairs the operations on the way to an endpoint once both sides are there, or never will be.
  mutating func alignOperations(of name: String, isFinal: Bool = false) {
    guard let index = indexByName[name], let span = spans[name] else { return }
    guard isFinal || state.endpoints[index].isComplete else { return }
    spans[name] = nil
    state.endpoints[index].operations = rows(aligning: span, at: index)
    state.settleOrigin(at: index)
  }

  /// Takes in the operations on the way to an endpoint that a run of its own has told of.
  mutating func recordSpan(_ operations: SidePair<[OperationEvent]>, at index: Int) {
    let compute = SidePair(
      reference: operations.reference.computing(), candidate: operations.candidate.computing())
    state.endpoints[index].operations = rows(aligning: compute, at: index)
    state.settleOrigin(at: index)
  }

  private func rows(
    aligning executed: SidePair<[OperationEvent]>, at index: Int, isComplete: Bool = true
  ) -> [OperationRow] {
    let endpoint = state.endpoints[index]
    let operations = SidePair(
      reference: executed.reference.withConstantsFolded(), candidate: executed.candidate.withConstantsFolded())
    let pairs = OperationAlignment.pairs(
      reference: operations.reference, candidate: operations.candidate, isComplete: isComplete)
    var known: [JudgedPair: Comparison] = [:]
    for row in endpoint.operations {
      if let pair = JudgedPair(row), let comparison = row.comparison { known[pair] = comparison }
    }
    return pairs.map { pair in
      var row = OperationRow(
        reference: pair.reference.map { operations.reference[$0] },
        candidate: pair.candidate.map { operations.candidate[$0] }, status: .match,
        isFusedAway: pair.isFusedAway, iteration: pair.iteration)
      if let comparison = JudgedPair(row).flatMap({ known[$0] }) {
        row.take(Judgement(comparison))
      } else {
        row.judge(under: state.judging, endpoint: endpoint.name)
      }
      return row
    }
  }
}

/// Two outputs that have been compared, so that aligning anew does not compare them anew.
private struct JudgedPair: Hashable {
  let reference: ObjectIdentifier
  let candidate: ObjectIdentifier
  let shape: Shape

  init?(_ row: OperationRow) {
    guard let left = row.reference?.output, let right = row.candidate?.output,
      left.shape.holdsRows(of: right.shape)
    else { return nil }
    reference = ObjectIdentifier(left.storage)
    candidate = ObjectIdentifier(right.storage)
    shape = left.shape
  }
}

extension OperationRow {
  /// The side that has only an earlier part of what the other side fused into one operation.
  fileprivate var lacksParts: Side? {
    guard let reference, let candidate else { return nil }
    let (left, right) = (reference.resultType, candidate.resultType)
    if left == right { return nil }
    return reference.fused.isEmpty ? .reference : .candidate
  }

  mutating func take(_ judgement: Judgement) {
    status = judgement.status
    comparison = judgement.comparison
  }

  /// Compares the outputs' elements; an operation that was fused away has nothing to be compared with, and counts as a match.
  mutating func judge(under policy: TolerancePolicy, endpoint: String) {
    guard !isFusedAway else { return take(Judgement(status: .match)) }
    let tolerance = policy.tolerance(for: endpoint, name)
    guard let reference = reference?.output, let candidate = candidate?.output else {
      return take(Judgement(reference: reference?.output, candidate: candidate?.output, tolerance: tolerance))
    }
    take(Judgement(elementsOf: reference, and: candidate, tolerance: tolerance))
  }
}

extension OperationEvent {
  /// The op type of what comes out: of a fused operation, that of its last part.
  fileprivate var resultType: String { canonicalOperationType(fused.last ?? type) }
}
