import TFDiffTensor

extension EndpointRow {
  /// Takes in what an event says of its rung.
  mutating func take(_ rung: Rung?, _ stack: CallStack, from side: Side) {
    guard let rung else { return }
    stacks[side] = stack
    // What the other side says first it may know less of.
    if side == .reference || self.rung == nil { self.rung = rung }
    if rung.isExpected { isExpected = true }
  }

  /// The code of each side that made the rung.
  package var rungPlaces: SidePair<Divergence.Place?> {
    func place(_ side: Side) -> Divergence.Place? { stacks[side].isEmpty ? nil : .init(stack: stacks[side]) }
    return SidePair(reference: place(.reference), candidate: place(.candidate))
  }
}

extension Recorder {
  /// The candidate's value to be compared with the reference's, as ``DebuggerState/determined(_:_:of:)`` has it; what was
  /// found out on the way is kept with the row.
  mutating func determined(_ reference: Tensor, _ candidate: Tensor, of index: Int) -> Tensor {
    let row = state.endpoints[index]
    let found = state.determined(reference, candidate, of: row)
    state.endpoints[index].undetermined = found.undetermined
    if row.rung?.kind == .variable { state.endpoints[index].distance = TensorDistance(reference, candidate)?.norm }
    return found.candidate
  }
}

extension Recorder {
  /// Gives up the value of the rung that a side came to last, where the other side will not come there.
  mutating func forgetLoneRung(of side: Side) {
    guard let index = runs[side].reached.last.flatMap({ indexByName[$0] }) else { return }
    state.forgetLoneRung(at: index, whereOtherIsAt: runs[side.other].rung)
  }
}

extension DebuggerState {
  /// A candidate's value in which the elements that cannot be judged are the reference's, see ``UndeterminedElements``.
  ///
  /// - Returns: the value, and how many elements were left out.
  func determined(
    _ reference: Tensor?, _ candidate: Tensor, of row: EndpointRow
  ) -> (candidate: Tensor, undetermined: Int) {
    guard let reference, let rung = row.rung, rung.kind == .variable || rung.kind == .slot,
      reference.shape == candidate.shape, reference.dtype == .float32, candidate.dtype == .float32,
      let elements = gradient(behind: rung)?.undeterminedElements, elements.shape == reference.shape
    else { return (candidate, 0) }
    return (elements.replaced(in: candidate, by: reference), elements.count)
  }

  /// The gradient that a variable's update or slot follows from, as applied, or where that is not told as taken.
  private func gradient(behind rung: Rung) -> EndpointRow? {
    guard let variable = rung.variable else { return nil }
    func isOne(_ kind: Rung.Kind, _ index: Int) -> Bool {
      // Field by field: a copy of each row for each variable would cost more than the comparison.
      endpoints[index].rung?.kind == kind && endpoints[index].rung?.step == rung.step
        && endpoints[index].rung?.variable == variable && endpoints[index].isComplete
    }
    let applied = endpoints.indices.first { isOne(.appliedGradient, $0) }
    return (applied ?? endpoints.indices.last { isOne(.gradient, $0) }).map { endpoints[$0] }
  }
}
