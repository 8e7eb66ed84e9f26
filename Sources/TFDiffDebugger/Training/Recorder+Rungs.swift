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

extension DebuggerState {
  /// A candidate's value in which the elements that cannot be judged are the reference's.
  ///
  /// An optimizer may divide a gradient by its own size, as Adam does; where the two sides' gradients are both rounding noise, so
  /// are then a whole update and the slots. An update can agree no better than the gradient that it is made of: elements whose
  /// gradients differ, within their tolerance, by more than the rate are left out.
  ///
  /// - Returns: the value, and how many elements were left out.
  func determined(
    _ reference: Tensor?, _ candidate: Tensor, of row: EndpointRow
  ) -> (candidate: Tensor, undetermined: Int) {
    guard let reference, let rung = row.rung, rung.kind == .variable || rung.kind == .slot,
      let gradient = gradient(behind: rung), gradient.status == .match,
      let (left, right) = gradient.tensors(of: reference.shape), reference.shape == candidate.shape,
      reference.dtype == .float32, candidate.dtype == .float32
    else { return (candidate, 0) }
    return Self.replacing(candidate, by: reference, whereDiffering: left, right)
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

  private static func replacing(
    _ candidate: Tensor, by reference: Tensor, whereDiffering left: Tensor, _ right: Tensor
  ) -> (candidate: Tensor, undetermined: Int) {
    let undetermined = left.withElements(of: Float.self) { left in
      right.withElements(of: Float.self) { right in
        left.indices.filter { place in
          let size = max(left[place].magnitude, right[place].magnitude)
          return Double((left[place] - right[place]).magnitude) > RungTolerance.backwardRate / 2 * Double(size)
        }
      }
    }
    if undetermined.isEmpty { return (candidate, 0) }
    var elements = candidate.elements(of: Float.self)
    reference.withElements(of: Float.self) { reference in
      for place in undetermined { elements[place] = reference[place] }
    }
    return (Tensor(elements, shape: candidate.shape), undetermined.count)
  }
}

extension EndpointRow {
  /// Both sides' values, where they are kept, are float32 and have a shape.
  fileprivate func tensors(of shape: Shape) -> (Tensor, Tensor)? {
    guard let reference = reference?.tensor, let candidate = candidate?.tensor, reference.shape == shape,
      candidate.shape == shape, reference.dtype == .float32, candidate.dtype == .float32
    else { return nil }
    return (reference, candidate)
  }
}
