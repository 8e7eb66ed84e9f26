extension EndpointRow {
  /// In what an operation differs from the other side's; where it differs in nothing that stands in the code, from what the
  /// side that lacks the one at an index has instead.
  func differences(of operation: OperationRow, at index: Int, instead: Int?) -> [OperationDifference] {
    guard operation.differences.isEmpty, let instead else { return operation.differences }
    return slopes(at: index, instead: instead).map { [$0] } ?? []
  }

  /// Where one side has the operation LeakyRelu and the other writes it out, the two slopes below zero; nil where they
  /// agree, or one of the two is something else.
  private func slopes(at index: Int, instead: Int) -> OperationDifference? {
    func slope(_ side: Side) -> String? {
      guard let event = operations[index][side] ?? operations[instead][side] else { return nil }
      return event.type == "LeakyRelu" ? event.alpha : writtenSlope(at: event, of: side)
    }
    guard let reference = slope(.reference), let candidate = slope(.candidate), reference != candidate else {
      return nil
    }
    return .slope(reference: reference, candidate: candidate)
  }

  /// The `c` of Maximum(x, c·x), where an operation is that product or that maximum.
  private func writtenSlope(at event: OperationEvent, of side: Side) -> String? {
    let events = operations.compactMap { $0[side] }
    guard
      let maximum = event.type == "Maximum" ? event : events.first(where: { $0.type == "Maximum" && $0.takes(event) })
    else { return nil }
    for product in events where product.type == "Mul" && maximum.takes(product) {
      for (factor, other) in [(0, 1), (1, 0)] where product.inputs.count == 2 && maximum.inputs.count == 2 {
        guard case .constant(let constant) = product.inputs[factor], let value = constant.values?.first,
          constant.values?.count == 1, maximum.inputs.contains(product.inputs[other])
        else { continue }
        return constant.word(value)
      }
    }
    return nil
  }
}

extension OperationEvent {
  fileprivate var alpha: String? { attributes.first { $0.name == "alpha" }?.value }

  /// Whether one of its inputs is another's first output.
  fileprivate func takes(_ other: OperationEvent) -> Bool {
    other.id.map { inputs.contains(.operation(id: $0, output: 0)) } ?? false
  }
}
