extension Recorder {
  /// How many endpoints each side has reached: the place a round of lockstep starts from.
  var arrivals: SidePair<Int> {
    SidePair(reference: runs.reference.reached.count, candidate: runs.candidate.reached.count)
  }

  func hasArrived(_ side: Side, since start: SidePair<Int>) -> Bool {
    runs[side].reached.count > start[side] || runs[side].hasEnded
  }

  /// Which side has to run on to its next endpoint before the round that began at `start` is complete; nil
  /// when it is: both stand at one endpoint, or a side has ended and the other has arrived.
  ///
  /// Where the two arrive at different endpoints, the one that is behind in the planned order runs on; one at an
  /// endpoint that is not planned runs on; else they take turns until they meet.
  func laggingSide(since start: SidePair<Int>) -> Side? {
    if haveMet(since: start) { return nil }
    if let side = laggingInStep(since: start) { return side }
    if !hasArrived(.reference, since: start) { return .reference }
    if !hasArrived(.candidate, since: start) { return .candidate }
    if runs.reference.hasEnded || runs.candidate.hasEnded { return nil }
    let (reference, candidate) = (plannedPlace(.reference), plannedPlace(.candidate))
    switch (reference, candidate) {
    case (.some(let reference), .some(let candidate)): return reference < candidate ? .reference : .candidate
    case (.some, nil): return .candidate
    case (nil, .some): return .reference
    case (nil, nil):
      let steps = SidePair(
        reference: arrivals.reference - start.reference, candidate: arrivals.candidate - start.candidate)
      return steps.candidate <= steps.reference ? .candidate : .reference
    }
  }

  /// The same of training steps, where the candidate never comes to a stretch of rungs before the reference has left the one before:
  /// it begins each step with what the reference has told of the last. Nil where not both are in a step.
  private func laggingInStep(since start: SidePair<Int>) -> Side? {
    guard let reference = runs.reference.rung, let candidate = runs.candidate.rung, !runs.reference.hasEnded,
      !runs.candidate.hasEnded
    else { return nil }
    if reference.isOfStretch(before: candidate) { return .reference }
    if candidate.isOfStretch(before: reference) { return .candidate }
    return hasArrived(.reference, since: start) && !hasArrived(.candidate, since: start) ? .candidate : .reference
  }

  /// Whether a side arrived, in this round, where the other is or has been.
  private func haveMet(since start: SidePair<Int>) -> Bool {
    Side.allCases.contains { side in
      runs[side].reached[start[side]...].contains { name in
        indexByName[name].map { state.endpoints[$0].isComplete } ?? false
      }
    }
  }

  private func plannedPlace(_ side: Side) -> Int? { runs[side].reached.last.flatMap { planned[$0] } }

  /// Whether both runs are over.
  var isOver: Bool { runs.reference.hasEnded && runs.candidate.hasEnded }
}
