import TFDiffTensor

extension DivergenceText {
  /// What a report says of a divergence, a fact a line; what belongs to the line before is indented.
  static func lines(_ divergence: Divergence) -> [String] {
    let row = divergence.endpoint
    return origin(divergence) + places(divergence, folder: "")
      + [row.explanation, insideError(row)].compactMap(\.self) + shapes(of: row) + numbers(divergence)
  }

  /// What the difference comes from: a variable, an operation with what differs in it, or an assignment.
  static func origin(_ divergence: Divergence) -> [String] {
    if let initial = divergence.initialValue {
      return [(initial.isInput ? "Input: " : "Variable: ") + initialValue(initial, in: divergence)]
    }
    if let variable = divergence.unpaired { return ["Variable: " + unpaired(variable, divergence.remedies)] }
    if let operation = divergence.operation {
      return ["Operation: " + self.operation(operation)] + divergence.differences.map { "  \($0)" }
        + (divergence.randomParting.map { ["\($0)"] } ?? [])
    }
    if let update = divergence.update { return ["Operation: " + assignment(update)] }
    return divergence.elsewhere.map { ["\($0)"] } ?? []
  }

  private static func shapes(of row: EndpointRow) -> [String] {
    guard row.activationStatus.isDivergence, row.activationStatus != .mismatch else { return [] }
    return ["\(row.activationStatus.rawValue): \(shapes(row))"]
  }

  private static func numbers(_ divergence: Divergence) -> [String] {
    let row = divergence.endpoint
    guard row.activationStatus == .mismatch, let comparison = row.comparison else { return [] }
    let greatest =
      row.reference.map { mismatchLines(comparison, shape: $0.shape, tolerance: divergence.tolerance) } ?? []
    return greatest + elements(divergence)
      + ["Would have passed with \(required(comparison, tolerance: divergence.tolerance))"]
  }

  private static func elements(_ divergence: Divergence) -> [String] {
    let named = [("First mismatch", divergence.firstMismatch), ("Greatest difference", divergence.greatest)]
    var shown: Divergence.Element?
    return named.compactMap { words, element in
      guard let element, element != shown else { return nil }
      shown = element
      return "\(words) at \(NumberText.tuple(element.index)): reference \(NumberText.value(element.reference)), "
        + "candidate \(NumberText.value(element.candidate))"
    }
  }
}
