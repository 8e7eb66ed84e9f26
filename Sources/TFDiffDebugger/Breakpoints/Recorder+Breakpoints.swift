import TFDiffTensor

extension Recorder {
  /// Checks what has been passed since the last call against the enabled breakpoints, counts the hits, and returns why
  /// to stop, if at all. A divergence is the more telling reason where several breakpoints hit.
  mutating func stopReasonAfterEndpoints() -> StopReason? {
    var reason: StopReason?
    // A row that others have decided upon comes before them.
    let changes = takeChanges().compactMap { change in indexByName[change.endpoint].map { (change, $0) } }
    for (change, index) in changes.sorted(by: { $0.1 < $1.1 }) {
      let row = state.endpoints[index]
      let isPassedNow = change.before == .notRun && change.after != .notRun
      let hit = BreakpointSubject(
        name: isPassedNow ? row.name : nil,
        hasDiverged: change.after.isDivergence && !change.before.isDivergence && row.waived == nil,
        hasNonFinite: { isPassedNow && row.hasNonFinite }, comparison: row.comparison)
      reason = moreTelling(reason, hits(hit, divergence: .divergence(endpoint: row.name), at: row.name))
    }
    return reason
  }

  /// The same for the operations of the endpoint the run is inside of, from a row on. Mismatches and non-finite values
  /// stop at the first operation that has them: what follows inherits them.
  mutating func stopReasonInside(from start: Int, namesOnly: Bool) -> StopReason? {
    guard state.position < state.endpoints.count else { return nil }
    let row = state.endpoints[state.position]
    var reason: StopReason?
    for at in row.operations.indices.dropFirst(start) {
      let operation = row.operations[at]
      let earlier = row.operations[..<at]
      let subject = BreakpointSubject(
        name: operation.name,
        hasDiverged: !namesOnly && operation.status == .mismatch
          && !earlier.contains { $0.status == .mismatch },
        hasNonFinite: {
          !namesOnly && operation.hasNonFinite && !earlier.contains { $0.hasNonFinite }
        }, comparison: operation.comparison)
      reason = moreTelling(
        reason, hits(subject, divergence: .divergence(endpoint: operation.name), at: operation.name))
    }
    return reason
  }

  private func moreTelling(_ first: StopReason?, _ second: StopReason?) -> StopReason? {
    if case .divergence? = first { return first }
    if case .divergence? = second { return second }
    return first ?? second
  }

  private mutating func hits(_ subject: BreakpointSubject, divergence: StopReason, at name: String)
    -> StopReason?
  {
    var reason: StopReason?
    for index in state.breakpoints.indices where state.breakpoints[index].isEnabled {
      let breakpoint = state.breakpoints[index]
      guard breakpoint.condition.isMet(by: subject), !state.breakpoints[index].takesHit() else { continue }
      let isDivergence = breakpoint.condition.kind.reason == .divergence
      reason = moreTelling(reason, isDivergence ? divergence : .breakpoint(id: breakpoint.id, at: name))
    }
    state.breakpoints.removeAll { $0.isTemporary && $0.hasStopped }
    return reason
  }
}

extension Breakpoint {
  /// Counts a hit.
  ///
  /// - Returns: whether it is one of those that are ignored.
  mutating func takesHit() -> Bool {
    hits += 1
    guard ignored > 0 else {
      hasStopped = true
      return false
    }
    ignored -= 1
    return true
  }
}

extension OperationRow {
  /// Whether either side's output holds a NaN or an infinity; reads both tensors.
  var hasNonFinite: Bool {
    [reference?.output, candidate?.output].contains { output in
      guard let output, output.dtype.isFloatingPoint else { return false }
      let statistics = Statistics(of: output)
      return statistics.nan + statistics.inf > 0
    }
  }
}
