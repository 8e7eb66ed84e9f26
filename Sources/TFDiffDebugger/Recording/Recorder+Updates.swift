import TFDiffTensor

extension Recorder {
  /// A side assigned a variable. It is paired with the other side's assignment of the same variable, the first with
  /// the first and so on, wherever that was told of: a session may run its update operations at the end, where
  /// eager code runs them in place.
  mutating func record(_ update: UpdateEvent, from side: Side) {
    if let open = openUpdate(of: update.variable, for: side) {
      let (row, at) = moved(open, to: update.endpoint)
      state.endpoints[row].updates[at][side] = update.value
      state.endpoints[row].updates[at].stacks[side] = update.stack
      state.endpoints[row].updates[at].decays[side] = update.decay
      judgeUpdate(row: row, at: at)
    } else {
      let row = update.endpoint.flatMap { indexByName[$0] } ?? rowUnderWay(for: side)
      state.endpoints[row].updates.append(
        UpdateRow(
          variable: update.variable, operation: update.operation, reference: nil, candidate: nil,
          status: .notRun))
      let at = state.endpoints[row].updates.count - 1
      state.endpoints[row].updates[at][side] = update.value
      state.endpoints[row].updates[at].stacks[side] = update.stack
      state.endpoints[row].updates[at].decays[side] = update.decay
    }
  }

  /// Where one side says on the way to which end point it assigned, that is the place for both.
  private mutating func moved(_ open: (row: Int, at: Int), to endpoint: String?) -> (row: Int, at: Int) {
    guard let row = endpoint.flatMap({ indexByName[$0] }), row != open.row else { return open }
    let update = state.endpoints[open.row].updates.remove(at: open.at)
    refreshStatus(at: open.row)
    state.endpoints[row].updates.append(update)
    return (row, state.endpoints[row].updates.count - 1)
  }

  private func openUpdate(of variable: String, for side: Side) -> (row: Int, at: Int)? {
    for row in state.endpoints.indices {
      let at = state.endpoints[row].updates.firstIndex { update in
        update.variable == variable && update[side] == nil
      }
      if let at { return (row, at) }
    }
    return nil
  }

  /// The row that a side is on the way to; where every planned one is behind it, the last.
  private mutating func rowUnderWay(for side: Side) -> Int {
    let region = state.position..<frontier
    if let row = region.first(where: { state.endpoints[$0][side] == nil }) { return row }
    if frontier < state.endpoints.count { return frontier }
    if frontier > 0, !planned.isEmpty { return frontier - 1 }
    addRowUnderWay()
    return frontier
  }

  private mutating func judgeUpdate(row: Int, at: Int) {
    let update = state.endpoints[row].updates[at]
    let tolerance = state.judging.tolerance(for: state.endpoints[row].name, update.variable)
    let isLone = update.reference == nil || update.candidate == nil
    let judgement =
      if isLone && !decides(update.variable) {
        Judgement(status: .notRun)
      } else if update.reference == nil && isCandidatesOwn(update.variable) {
        Judgement(status: .candidateOnly)
      } else {
        Judgement(reference: update.reference, candidate: update.candidate, tolerance: tolerance)
      }
    let isNoise = judgement.comparison != nil && state.judging.cannotJudge(update, of: state.endpoints[row])
    state.endpoints[row].updates[at].status = isNoise ? .unjudged : judgement.status
    state.endpoints[row].updates[at].comparison = judgement.comparison
    state.endpoints[row].updates[at].accepted = state.waiver(
      accepting: state.endpoints[row].updates[at], of: state.endpoints[row])
    refreshStatus(at: row)
  }

  /// Whether a side lacks something where it does not assign a variable: an optimizer's slots, counters and metrics are
  /// compared where both sides have them.
  private func decides(_ variable: String) -> Bool {
    let all = state.variables.reference + state.variables.candidate
    return all.first { $0.sharedName == variable }?.role.decides ?? true
  }

  /// Whether the reference has no such variable, so that what is assigned to it is no difference of what both compute: a batch
  /// norm by hand keeps no moving averages, and Keras' layer that does the same keeps them.
  private func isCandidatesOwn(_ variable: String) -> Bool {
    if state.variables.reference.contains(where: { $0.name == variable }) { return false }
    guard let own = state.variables.candidate.first(where: { $0.name == variable }) else { return false }
    return own.partner == nil && own.unsharedCopyOf == nil
  }

  /// After both runs: what one side alone assigned is missing on the other.
  mutating func settleUpdates() {
    for row in state.endpoints.indices {
      for at in state.endpoints[row].updates.indices where state.endpoints[row].updates[at].status == .notRun {
        judgeUpdate(row: row, at: at)
      }
    }
  }

  mutating func refreshStatus(at row: Int) {
    // A row that has not been judged gets its status when it is.
    guard state.endpoints[row].status != .notRun else { return }
    setStatus(state.standing(of: state.endpoints[row], areOver: isOver), at: row)
  }
}
