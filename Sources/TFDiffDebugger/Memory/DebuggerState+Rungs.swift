extension DebuggerState {
  /// Gives up values of a training step's rungs that have been passed and that differ nowhere: those that no other rung is judged by at
  /// once, the others once their step is over.
  ///
  /// A step tells every variable several times over, which is more than what taking it needs.
  ///
  /// - Parameter start: how many rows had been passed before.
  mutating func forgetRungs(passedSince start: Int) {
    guard let step = endpoints[..<position].last?.rung?.step else { return }
    // The rows before these have been seen to when they were passed, but for those of the step before.
    let isNewStep = start > 0 && endpoints[start - 1].rung?.step != step
    for index in (isNewStep ? 0 : start)..<position where index != firstDivergence {
      guard let rung = endpoints[index].rung, !endpoints[index].status.isDivergence else { continue }
      if rung.step < step || !rung.kind.judgesOthers { forgetValues(at: index) }
    }
  }

  /// Gives up the value of a rung that one side alone has come to, where the other has left all of its kind behind: an optimizer may
  /// keep what the other side's has no need of, for every variable.
  mutating func forgetLoneRung(at index: Int, whereOtherIsAt other: Rung?) {
    let row = endpoints[index]
    guard let rung = row.rung, let other, !rung.isExpected, !row.isComplete, !rung.kind.judgesOthers,
      rung.isOfStretch(before: other)
    else { return }
    forgetValues(at: index)
  }

  private mutating func forgetValues(at index: Int) {
    if endpoints[index].rung?.kind.isGradient == true {
      endpoints[index].keptUndetermined = endpoints[index].undeterminedElements
    }
    for side in Side.allCases where endpoints[index][side]?.tensor != nil { endpoints[index][side]?.tensor = nil }
  }
}

extension Rung.Kind {
  /// Whether its values are what others of the step are judged by: a variable's say how far a course of its own is from the reference's.
  fileprivate var judgesOthers: Bool { self == .variable }

  /// Whether an update follows from it, which is judged by no more of it than ``UndeterminedElements``.
  fileprivate var isGradient: Bool { self == .gradient || self == .appliedGradient }
}
