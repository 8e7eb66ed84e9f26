import TFDiffTensor

/// Operands that hold the reference's elements in another shape, so that the candidate's operation broadcasts them against each
/// other: `[16, 1]` minus `[16]` is `[16, 16]`.
struct BroadcastOperands {
  let context: ExperimentContext

  func all() -> [Hypothesis] { context.candidate.steps.indices.compactMap(hypothesis) }

  private func hypothesis(_ index: Int) -> Hypothesis? {
    let step = context.candidate.steps[index]
    guard let reference = context.rows[step.row].reference, let candidate = context.rows[step.row].candidate,
      let left = reference.output?.shape, let right = candidate.output?.shape, left.elementCount < right.elementCount,
      canonicalOperationType(reference.type) == canonicalOperationType(candidate.type)
    else { return nil }
    let pairs = reference.operandOrder(with: candidate)
    let shapes = pairs.compactMap { place, other in
      RecordedFlow(context.rows).value(place, of: reference, .reference).map { (other, $0.shape) }
    }
    guard shapes.count == step.operands.count, step.operands.count > 1,
      shapes.allSatisfy({ step.operands[$0.0].shape.elementCount == $0.1.elementCount })
    else { return nil }
    var program = context.candidate
    for (input, shape) in shapes { program.steps[index].operands[input].shape = shape }
    takeReferencesAxes(&program, after: index)
    func words(_ shapes: [Shape]) -> String { shapes.map { "\($0)" }.joined(separator: " and ") }
    return Hypothesis(
      cause: .broadcast,
      sentence:
        "the candidate broadcasts \(words(step.operands.map(\.shape))) to \(right), where the reference computes \(left) of "
        + "\(words(shapes.sorted { $0.0 < $1.0 }.map(\.1))), at \(step.name) (\(step.type))",
      experiment: "the candidate's \(step.type) of the same elements in the reference's shapes",
      remedy: "Bring both to one shape before \(step.type), such as with tf.squeeze or tf.reshape.", program: program,
      row: step.row)
  }

  /// Which axes are reduced follows from how many there are.
  private func takeReferencesAxes(_ program: inout RegionProgram, after index: Int) {
    for step in program.steps.indices where step > index {
      guard let reference = context.rows[program.steps[step].row].reference,
        let candidate = context.rows[program.steps[step].row].candidate, let input = candidate.axisInput,
        input == reference.axisInput, let axes = RecordedFlow(context.rows).value(input, of: reference, .reference)
      else { continue }
      program.replaceOperand(input, of: step, by: axes)
    }
  }
}
