import TFDiffTensor

/// What the reference computes by other operations, on the candidate's own values: the last that is tried.
struct OtherOperations {
  let context: ExperimentContext

  func all() -> [Hypothesis] {
    let (reference, candidate) = (context.regions.reference, context.candidate)
    guard !reference.steps.isEmpty, !candidate.steps.isEmpty, !isSame(reference, candidate),
      !readOtherVariables(reference, candidate)
    else { return [] }
    let program = reference.onValues(of: context.regions.candidate, context.rows)
    let place = candidate.steps.last?.name ?? ""
    return [
      Hypothesis(
        cause: cause(reference, candidate),
        sentence:
          "\(opening(reference, candidate))the reference computes \(reference.words) and the candidate \(candidate.words) "
          + "of the same values, at \(place)",
        experiment: "\(reference.words) on the candidate's values", remedy: nil, program: program,
        row: candidate.steps.last?.row)
    ]
  }

  /// Whether both are the same operations, so that there is nothing that one could do otherwise.
  private func isSame(_ reference: RegionProgram, _ candidate: RegionProgram) -> Bool {
    reference.types.map { canonicalOperationType($0) } == candidate.types.map { canonicalOperationType($0) }
      && zip(reference.steps, candidate.steps).allSatisfy { $0.attributes == $1.attributes }
  }

  /// Whether each side reads a variable that the other does not, so that they do not compute of the same values.
  private func readOtherVariables(_ reference: RegionProgram, _ candidate: RegionProgram) -> Bool {
    !reference.variables.isSubset(of: candidate.variables) && !candidate.variables.isSubset(of: reference.variables)
  }

  private func cause(_ reference: RegionProgram, _ candidate: RegionProgram) -> Cause {
    if reference.draws || candidate.draws { return .randomOrder }
    if pads(reference) || pads(candidate) { return .padding }
    guard reference.steps.count == 1, candidate.steps.count == 1 else { return .otherFormula }
    let types = [reference.types[0], candidate.types[0]].map { canonicalOperationType($0) }
    if types.allSatisfy({ Self.activations.contains($0) }) { return .activation }
    if types.allSatisfy({ Self.reductions.contains($0) }) { return .reduction }
    return .otherOperation
  }

  private func opening(_ reference: RegionProgram, _ candidate: RegionProgram) -> String {
    guard pads(reference) || pads(candidate) else { return "" }
    return
      "the borders are padded otherwise (SAME padding adds what is left over at the end, an explicit one where it says): "
  }

  private func pads(_ program: RegionProgram) -> Bool {
    program.types.contains { ["Pad", "PadV2", "MirrorPad"].contains($0) }
  }

  private static let activations: Set<String> = [
    "Relu", "Relu6", "LeakyRelu", "Elu", "Selu", "Softplus", "Softsign", "Sigmoid", "Tanh", "Softmax", "LogSoftmax",
    "Gelu",
  ]
  private static let reductions: Set<String> = ["Mean", "Sum", "Max", "Min", "Prod", "MaxPool", "AvgPool"]
}
