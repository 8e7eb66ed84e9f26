/// Two values that the candidate's operation takes in each other's place.
struct CrossedOperands {
  let context: ExperimentContext

  /// How many experiments are made at most.
  private static let limit = 24

  func all() -> [Hypothesis] {
    let found = context.candidate.steps.indices.flatMap { step in
      pairs(of: context.candidate.steps[step]).map { (step, $0) }
    }
    return found.prefix(Self.limit).map { hypothesis($0, $1) }
  }

  /// Inputs of one shape that may have been crossed, where the order says something.
  private func pairs(of step: RegionProgram.Step) -> [(Int, Int)] {
    guard let event = context.rows[step.row].candidate, context.rows[step.row].isPair, !event.isCommutative else {
      return []
    }
    let inputs = step.operands.indices.filter { !isConstant(step.operands[$0]) }
    return inputs.flatMap { first in
      inputs.filter { $0 > first && step.operands[$0].shape == step.operands[first].shape }.map { (first, $0) }
    }
  }

  private func isConstant(_ operand: RegionProgram.Operand) -> Bool {
    guard case .value(let index) = operand.source else { return false }
    return context.candidate.values[index].origin == .constant
  }

  private func hypothesis(_ index: Int, _ inputs: (Int, Int)) -> Hypothesis {
    var program = context.candidate
    program.steps[index].operands.swapAt(inputs.0, inputs.1)
    let step = context.candidate.steps[index]
    return Hypothesis(
      cause: .crossedInputs,
      sentence:
        "inputs \(inputs.0) and \(inputs.1) are in each other's place in the candidate, at \(step.name) (\(step.type))",
      experiment: "the candidate's \(step.type) with inputs \(inputs.0) and \(inputs.1) the other way round",
      remedy: "Give \(step.type) its inputs in the reference's order.", program: program, isOneOfMany: true,
      row: step.row)
  }
}
