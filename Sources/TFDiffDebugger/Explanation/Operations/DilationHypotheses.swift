import TFDiffTensor

/// A convolution that the candidate does not dilate. TensorFlow 1 dilates by taking an image apart: SpaceToBatchND, a convolution
/// and BatchToSpaceND, which is no other formula.
struct DilationHypotheses {
  let context: ExperimentContext

  func all() -> [Hypothesis] {
    let blocks = context.regions.reference.steps.filter { $0.type == "SpaceToBatchND" }.compactMap(block)
    guard let block = blocks.first, !context.candidate.types.contains("SpaceToBatchND") else { return [] }
    return context.candidate.steps.indices.compactMap { hypothesis($0, block) }
  }

  /// By how much it takes rows and columns, or columns alone, apart.
  private func block(_ step: RegionProgram.Step) -> [Int]? {
    guard step.operands.count > 1, case .value(let index) = step.operands[1].source else { return nil }
    let sizes = context.regions.reference.values[index].tensor.doubles.map { Int($0) }
    return (1...2).contains(sizes.count) ? [Int](repeating: 1, count: 2 - sizes.count) + sizes : nil
  }

  private func hypothesis(_ index: Int, _ block: [Int]) -> Hypothesis? {
    let step = context.candidate.steps[index]
    guard ["Conv2D", "DepthwiseConv2dNative"].contains(step.type),
      let place = step.attributes.firstIndex(where: { $0.name == "dilations" })
    else { return nil }
    let hasChannelsFirst = step.attributes.contains { $0.name == "data_format" && $0.value == "NCHW" }
    let sizes = hasChannelsFirst ? [1, 1] + block : [1] + block + [1]
    let words = "[" + sizes.map { "\($0)" }.joined(separator: ", ") + "]"
    guard words != step.attributes[place].value else { return nil }
    var program = context.candidate
    program.steps[index].attributes[place].value = words
    return Hypothesis(
      cause: .attribute,
      sentence:
        "another dilation: the reference dilates by \(words), which SpaceToBatchND does for it, and the candidate by "
        + "\(step.attributes[place].value), at \(step.name) (\(step.type))",
      experiment: "the candidate's \(step.type) with dilations \(words)",
      remedy: "Give the candidate's layer the reference's dilation_rate.", program: program, row: step.row)
  }
}
