import TFDiffTensor

extension DebuggerState {
  /// The verdict over a row: its own, or where its pair is a guess the one that what is computed from it gives.
  ///
  /// A value that neither program names and that both sides were only guessed to have in common decides nothing by itself.
  /// Where the sides are far apart there, the difference is real if any row that is computed from it differs too; if all of
  /// those agree, the two values had nothing to do with each other, and the row is ``Status/unpaired``. Until they are
  /// judged the row is ``Status/notRun``.
  ///
  /// - Parameter areOver: whether both runs are over, so that what has not been reached will not be.
  func standing(of row: EndpointRow, areOver: Bool) -> Status {
    if row.outside != nil { return .outside }
    if cannotJudge(row) { return .unjudged }
    guard isTentative(row) else { return row.overallStatus }
    let rows = Dictionary(endpoints.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var known: [String: Status] = [:]
    return standing(of: row, among: rows, areOver: areOver, &known)
  }

  /// Whether the row's mismatch has to be borne out by another.
  private func isTentative(_ row: EndpointRow) -> Bool {
    guard tentativePairs[row.name] != nil, row.divergingUpdates.isEmpty else { return false }
    // Even operations that read the same variable may do other work: one looks up each row of a table once, the other
    // each element's.
    if row.activationStatus == .shapeMismatch { return true }
    return row.activationStatus == .mismatch && row.isFarApart && !certainPairs.contains(row.name)
  }

  /// - Parameter known: what has been found out, and of rows that are being asked after ``Status/unpaired``, which lets the
  ///   others decide: the sides' orders together may lead round in a circle.
  private func standing(
    of row: EndpointRow, among rows: [String: EndpointRow], areOver: Bool, _ known: inout [String: Status]
  ) -> Status {
    if let known = known[row.name] { return known }
    // It bears out neither that the guess is right nor that it is wrong.
    if cannotJudge(row) { return .unpaired }
    guard isTentative(row), let readers = tentativePairs[row.name] else {
      return row.isComplete ? row.overallStatus : .notRun
    }
    known[row.name] = .unpaired
    let found = readers.compactMap { reader -> Status? in
      guard let row = rows[reader] else { return .notRun }
      let status = standing(of: row, among: rows, areOver: areOver, &known)
      // Many values have one greatest element: that whole numbers and flags agree says nothing of what they are made of.
      return status == .match && row.reference?.dtype.isFloatingPoint == false ? nil : status
    }
    let outcome = Self.standing(among: found, areOver: areOver)
    let status = outcome == .mismatch ? row.activationStatus : outcome
    known[row.name] = status
    return status
  }

  /// What the rows that are computed from one say of it.
  private static func standing(among readers: [Status], areOver: Bool) -> Status {
    if readers.contains(where: \.isDivergence) { return .mismatch }
    let isWaiting = readers.contains { $0 != .match && $0 != .unpaired }
    if isWaiting && !areOver { return .notRun }
    return readers.contains { $0 == .match || $0 == .unpaired } ? .unpaired : .mismatch
  }
}

extension EndpointRow {
  /// From which share of the greatest element on a difference is more than rounding, or another formula of the same
  /// function, makes of a value.
  private static let far = 0.01

  /// Whether the two activations are not even nearly the same.
  fileprivate var isFarApart: Bool {
    guard let comparison, let reference, let candidate else { return false }
    let greatest = max(reference.statistics.greatest, candidate.statistics.greatest)
    return !(comparison.maxAbs <= greatest * Self.far)
  }
}

extension Statistics {
  /// The greatest absolute value; 0 where there is none.
  var greatest: Double {
    let value = Swift.max(abs(min), abs(max))
    return value.isFinite ? value : 0
  }
}

extension Recorder {
  /// Judges the rows whose verdict waits for others' anew.
  mutating func settleTentativePairs() {
    if state.tentativePairs.isEmpty { return }
    for index in state.endpoints[..<state.position].indices
    where state.tentativePairs[state.endpoints[index].name] != nil {
      setStatus(state.standing(of: state.endpoints[index], areOver: isOver), at: index)
    }
  }
}
