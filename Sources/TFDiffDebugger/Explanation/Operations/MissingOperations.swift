import TFDiffTensor

/// Operations that one side alone has, where the other takes what both have as it is.
struct MissingOperations {
  let context: ExperimentContext

  func all() -> [Hypothesis] {
    let (reference, candidate) = (context.regions.reference, context.candidate)
    if candidate.steps.isEmpty, !reference.steps.isEmpty { return [lacking(reference)] }
    if reference.steps.isEmpty, !candidate.steps.isEmpty { return [additional(candidate)] }
    return withoutOne(candidate)
  }

  private func lacking(_ reference: RegionProgram) -> Hypothesis {
    let words = reference.words
    return Hypothesis(
      cause: reference.isCast
        ? .dtype : reference.isDropout ? .dropoutMode : reference.draws ? .randomOrder : .missingOperation,
      sentence: "the candidate lacks \(words), which the reference has at \(reference.steps.last?.name ?? "")",
      experiment: "\(words) applied to the candidate's value", remedy: "Add \(words) to the candidate.",
      program: reference.onValues(of: context.regions.candidate, context.rows), row: reference.steps.first?.row)
  }

  private func additional(_ candidate: RegionProgram) -> Hypothesis {
    var program = candidate
    program.steps = []
    program.result = candidate.passedOn
    let words = candidate.words
    return Hypothesis(
      cause: candidate.isCast
        ? .dtype
        : candidate.isDropout
          ? .dropoutMode : candidate.isTransposedVariable ? .transposedVariable : .extraOperation,
      sentence: "the candidate has \(words) at \(candidate.steps.last?.name ?? ""), which the reference does not have",
      experiment: "without \(words)", remedy: "Take \(words) out of the candidate.", program: program,
      row: candidate.steps.first?.row)
  }

  /// One operation left out of several.
  private func withoutOne(_ candidate: RegionProgram) -> [Hypothesis] {
    candidate.steps.indices.compactMap { index in
      let step = candidate.steps[index]
      guard !context.rows[step.row].isPair, let program = candidate.leavingOut(index) else {
        return nil
      }
      return Hypothesis(
        cause: candidate.cause(ofStep: index),
        sentence: "the candidate has \(step.type) at \(step.name), which the reference does not have",
        experiment: "without \(step.type)", remedy: "Take \(step.type) out of the candidate.", program: program,
        row: step.row)
    }
  }
}

extension RegionProgram {
  /// Its op types in words.
  var words: String {
    let shown = types.prefix(8).joined(separator: ", ")
    return types.count > 8 ? shown + ", …" : shown
  }

  /// Whether it does nothing but reorder the axes of a variable.
  var isTransposedVariable: Bool {
    types == ["Transpose"] && values.contains { if case .variable = $0.origin { true } else { false } }
  }

  /// Whether elements are left out by numbers that are drawn.
  var isDropout: Bool {
    draws && types.contains { ["GreaterEqual", "Less", "Floor", "Select", "SelectV2"].contains($0) }
  }

  /// What a step is that the other side does not have.
  func cause(ofStep index: Int) -> Cause {
    switch steps[index].type {
    case "Cast": .dtype
    case "Transpose" where isVariable(steps[index].operands.first): .transposedVariable
    default: .extraOperation
    }
  }

  private func isVariable(_ operand: Operand?) -> Bool {
    guard case .value(let index)? = operand?.source, case .variable = values[index].origin else { return false }
    return true
  }

  /// Whether it does nothing but take values in another element type.
  var isCast: Bool { !steps.isEmpty && types.allSatisfy { $0 == "Cast" } }

  /// Whether it draws random numbers.
  var draws: Bool { steps.contains { step in step.attributes.contains { $0.name == "seed2" } } }

  /// What it would give if it did nothing: the first of what both sides have, or the first variable, of as many elements as its
  /// result.
  var passedOn: Operand? {
    guard let result else { return nil }
    func fits(_ value: Value) -> Bool { value.tensor.elementCount == result.shape.elementCount }
    let index =
      values.firstIndex { $0.isShared && fits($0) } ?? values.firstIndex { $0.origin != .constant && fits($0) }
    return index.map { Operand(source: .value($0), shape: result.shape) }
  }

  /// The same without a step that takes one value, which is taken in its place; nil where the shapes do not allow it.
  func leavingOut(_ index: Int) -> RegionProgram? {
    guard let input = steps[index].operands.first else { return nil }
    var program = self
    func replaced(_ operand: Operand) -> Operand? {
      guard case .step(index, output: _) = operand.source else { return operand }
      guard input.shape.elementCount == operand.shape.elementCount else { return nil }
      return Operand(source: input.source, shape: operand.shape)
    }
    for step in steps.indices where step != index {
      for place in steps[step].operands.indices {
        guard let operand = replaced(steps[step].operands[place]) else { return nil }
        program.steps[step].operands[place] = operand
      }
    }
    guard let result = result.flatMap(replaced) else { return nil }
    program.result = result
    return program
  }
}
