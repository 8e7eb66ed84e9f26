import TFDiffTensor

extension Recorder {
  /// A side reached an endpoint: its row is found or made, put in its place, and judged if the other side is there.
  mutating func record(_ endpoint: EndpointEvent, from side: Side) {
    let name = runs[side].names.unique(endpoint.name)
    nameRowUnderWay(name)
    let index = place(name, reachedBy: side)
    runs[side].reached.append(name)
    runs[side].rung = endpoint.rung ?? runs[side].rung
    let twin = state.endpoints[index][side.other].flatMap { $0.isIdentical(to: endpoint.value) ? $0 : nil }
    state.endpoints[index][side] = Activation(
      shape: endpoint.value.shape, dtype: endpoint.value.dtype,
      statistics: twin?.statistics ?? Statistics(of: endpoint.value), tensor: endpoint.value)
    state.endpoints[index].spacing = max(state.endpoints[index].spacing, endpoint.spacing)
    state.endpoints[index].take(endpoint.rung, endpoint.stack, from: side)
    if side == .reference { state.endpoints[index].before = endpoint.before }
    takePlace(of: index, from: side)
    keepOperations(of: side, for: name)
    judgeEndpoint(at: index, areIdentical: twin != nil)
    alignOperations(of: name)
  }

  /// Whether an endpoint that a side has reached lies in the part of the model that is compared; the reference decides.
  private mutating func takePlace(of index: Int, from side: Side) {
    let row = state.endpoints[index]
    guard let place = runs[side].part?.pass(row.name), side == .reference || row.reference == nil else { return }
    state.endpoints[index].outside = place.words(in: state.target.part)
  }

  /// What a row is called while the run is on the way to an endpoint whose name is not yet known.
  static let unknownName = "…"

  /// A row that was entered before its name was known takes the name of the first endpoint reached.
  private mutating func nameRowUnderWay(_ name: String) {
    guard frontier < state.endpoints.count, state.endpoints[frontier].name == Self.unknownName,
      indexByName[name] == nil
    else { return }
    state.endpoints[frontier].name = name
    indexByName[Self.unknownName] = nil
    indexByName[name] = frontier
  }

  /// Makes a row for an endpoint whose name is not known until it is reached.
  mutating func addRowUnderWay() {
    indexByName[Self.unknownName] = state.endpoints.count
    state.endpoints.append(EndpointRow(name: Self.unknownName))
  }

  /// Where no endpoint came after all, what was told on the way belongs to the last there is.
  private mutating func dropRowUnderWay() {
    guard let index = indexByName[Self.unknownName] else { return }
    let row = state.endpoints.remove(at: index)
    indexByName[Self.unknownName] = nil
    renumber(index..<state.endpoints.count)
    guard index > 0 else { return }
    state.endpoints[index - 1].updates += row.updates
    refreshStatus(at: index - 1)
  }

  /// The row's index after it has been put where this side's arrival wants it: a row new to both goes to the
  /// frontier; the reference's rows follow each other in its order.
  private mutating func place(_ name: String, reachedBy side: Side) -> Int {
    guard let index = indexByName[name] else {
      state.endpoints.insert(EndpointRow(name: name), at: frontier)
      frontier += 1
      renumber(frontier - 1..<state.endpoints.count)
      return frontier - 1
    }
    if index >= frontier {
      move(from: index, to: frontier)
      frontier += 1
      return frontier - 1
    }
    guard side == .reference,
      let last = state.endpoints[..<frontier].lastIndex(where: { $0.reference != nil }),
      last > index
    else { return index }
    move(from: index, to: last)
    // It was passed as missing, and now stands among rows that are not passed yet.
    if index < state.position, last >= state.position { state.position -= 1 }
    return last
  }

  /// Takes a row out and puts it back so that it ends up at `target`.
  private mutating func move(from source: Int, to target: Int) {
    guard source != target else { return }
    let row = state.endpoints.remove(at: source)
    state.endpoints.insert(row, at: target)
    renumber(min(source, target)..<max(source, target) + 1)
  }

  private mutating func renumber(_ rows: Range<Int>) {
    for index in rows { indexByName[state.endpoints[index].name] = index }
  }

  /// Compares a row that both sides have reached. One that was settled before as missing on one side is judged anew
  /// when that side gets there after all.
  private mutating func judgeEndpoint(at index: Int, areIdentical: Bool) {
    state.endpoints[index].noise = state.judging.noise(of: state.endpoints[index])
    let row = state.endpoints[index]
    guard let reference = row.reference, let candidate = row.candidate else { return }
    if areIdentical, reference.statistics.areFinite {
      state.endpoints[index].comparison = Comparison(ofIdentical: reference.shape.elementCount)
      state.endpoints[index].measures = ErrorMeasures(ofIdentical: reference.statistics, dtype: reference.dtype)
      if row.rung?.kind == .variable { state.endpoints[index].distance = 0 }
    } else if let left = reference.tensor, let right = candidate.tensor {
      let compared = determined(left, right, of: index)
      state.endpoints[index].comparison =
        Judgement(reference: left, candidate: compared, tolerance: state.judging.tolerance(for: row)).comparison
      state.endpoints[index].measures = ErrorMeasures(left, compared)
      state.endpoints[index].accepted = state.waiver(accepting: left, compared, of: state.endpoints[index])
    }
    setStatus(state.standing(of: state.endpoints[index], areOver: isOver), at: index)
  }

  /// Both sides stand at the same place, or one has ended: decides which rows are passed, and which of them are
  /// missing on a side.
  ///
  /// A row is passed when both sides reached it; when the other side has ended; and, of what one side alone
  /// reached before the two met again, all but rows of the candidate that are planned and so may still come.
  public mutating func settle() {
    let region = Array(state.endpoints[state.position..<frontier])
    let meeting = region.lastIndex { $0.reference != nil && $0.candidate != nil }
    var (before, loneCandidates, after): ([EndpointRow], [EndpointRow], [EndpointRow]) = ([], [], [])
    var waiting: [EndpointRow] = []
    for (offset, row) in region.enumerated() {
      if !isPassed(row, isBeforeMeeting: meeting.map { offset < $0 }) {
        waiting.append(row)
      } else if row.reference == nil, let meeting, offset > meeting {
        loneCandidates.append(row)
      } else if let meeting, offset >= meeting {
        after.append(row)
      } else {
        before.append(row)
      }
    }
    let passed = before + loneCandidates + after
    state.endpoints.replaceSubrange(state.position..<frontier, with: passed + waiting)
    renumber(state.position..<frontier)
    let start = state.position
    state.position += passed.count
    for index in start..<state.position {
      setStatus(state.standing(of: state.endpoints[index], areOver: isOver), at: index)
    }
    settleTentativePairs()
    settleFailure(among: start..<state.position)
    if isOver {
      dropRowUnderWay()
      settleUpdates()
    }
  }

  private func isPassed(_ row: EndpointRow, isBeforeMeeting: Bool?) -> Bool {
    if let rung = row.rung, !row.isComplete {
      let lacking: Side = row.reference == nil ? .reference : .candidate
      return runs[lacking].hasEnded || runs[lacking].rung.map { rung.isOfStretch(before: $0) } ?? false
    }
    return switch (row.reference, row.candidate) {
    case (.some, .some): true
    case (.some, nil): runs.candidate.hasEnded || isBeforeMeeting == true
    case (nil, .some): runs.reference.hasEnded || (isBeforeMeeting != nil && planned[row.name] == nil)
    case (nil, nil): false
    }
  }

  /// Names the endpoint that the failed side was on the way to: the first that it alone did not reach.
  private mutating func settleFailure(among rows: Range<Int>) {
    guard let side = state.failure?.side, state.failure?.endpoint == nil else { return }
    let missing: [Status] =
      side == .reference ? [.missingReference, .candidateOnly] : [.missingCandidate, .referenceOnly]
    guard let name = state.endpoints[rows].first(where: { missing.contains($0.status) })?.name else { return }
    state.failure?.endpoint = name
    keepOperations(of: side, for: name)
    alignOperations(of: name, isFinal: true)
  }
}
