import TFDiffTensor

/// A comparison in the words of PyTorch's `torch.testing.assert_close`, which many know how to read.
enum DivergenceText {
  /// Three lines: how many elements, and the greatest differences with what would have been allowed.
  static func mismatchLines(_ comparison: Comparison, shape: Shape, tolerance: Tolerance) -> [String] {
    func place(_ position: Int?) -> String {
      position.map { " at index " + NumberText.tuple(shape.index(at: $0)) } ?? ""
    }
    let share = NumberText.percent(comparison.mismatched, of: comparison.elements)
    return [
      "Mismatched elements: \(comparison.mismatched) / \(comparison.elements) (\(share))",
      "Greatest absolute difference: \(NumberText.value(comparison.maxAbs))\(place(comparison.maxAbsPosition))"
        + " (up to \(NumberText.exact(tolerance.atol)) allowed)",
      "Greatest relative difference: \(NumberText.value(comparison.maxRel))\(place(comparison.maxRelPosition))"
        + " (up to \(NumberText.exact(tolerance.rtol)) allowed)",
    ]
  }

  /// The tolerance that would have passed: one bound raised while the other stays.
  static func required(_ comparison: Comparison, tolerance: Tolerance) -> String {
    var ways: [String] = []
    if comparison.requiredAtol.isFinite {
      ways.append(
        "atol \(NumberText.exact(comparison.requiredAtol)) (with rtol \(NumberText.exact(tolerance.rtol)))")
    }
    if comparison.requiredRtol.isFinite {
      ways.append(
        "rtol \(NumberText.exact(comparison.requiredRtol)) (with atol \(NumberText.exact(tolerance.atol)))")
    }
    return ways.isEmpty ? "no tolerance" : ways.joined(separator: " or ")
  }

  /// What is known of an operation: its name and type, its other name, and what it stands for.
  static func operation(_ row: OperationRow) -> String {
    let event = row.reference ?? row.candidate
    var text = "\(row.name) (\(event?.type ?? ""))"
    if let fused = event?.fused, !fused.isEmpty { text += " fused of " + fused.joined(separator: ", ") }
    if let reference = row.reference, let candidate = row.candidate, reference.name != candidate.name {
      text += "; in the candidate \(candidate.name) (\(candidate.type))"
    }
    if let iteration = row.iteration { text += ", \(iteration)" }
    switch row.status {
    case .missingReference: return text + (isLoop(event) ? loop(.reference) : ", missing in the reference")
    case .missingCandidate: return text + (isLoop(event) ? loop(.candidate) : ", missing in the candidate")
    case .shapeMismatch:
      return text + ", \(shape(row.reference)) in the reference and \(shape(row.candidate)) in the candidate"
    case .match, .mismatch, .referenceOnly, .candidateOnly, .unpaired, .outside, .unjudged, .notRun: return text
    }
  }

  private static func isLoop(_ event: OperationEvent?) -> Bool {
    event?.type == "While" || event?.type == "StatelessWhile"
  }

  /// Eager code runs a loop's operations one by one, and may have them under other names or in a layer of its own.
  private static func loop(_ side: Side) -> String { ", a loop that the \(side.rawValue) runs in another way" }

  /// Why nothing is known of what happens inside an end point; nil where that is known, or nobody asked.
  static func insideError(_ row: EndpointRow) -> String? {
    row.insideError.map { reason in
      let lines = reason.split(whereSeparator: \.isNewline)
      return "could not look into \(row.name): \(lines.joined(separator: " "))"
    }
  }

  /// A variable or an input that begins with two values, what gave it each, and what to do.
  static func initialValue(_ row: InitialValueRow, in divergence: Divergence) -> String {
    let (creations, remedies) = (divergence.creations, divergence.remedies)
    let difference = "(max abs \(row.comparison.map { formatShort($0.maxAbs) } ?? "unknown"))"
    if row.isInput {
      return "\(row.variable) gives the two sides different values \(difference). \(inputAdvice(remedies))"
    }
    func words(_ variable: VariableEvent?) -> String { variable?.initializer ?? "an initializer that is not known" }
    let name = row.variable == row.candidate ? row.variable : "\(row.variable) (\(row.candidate) in the candidate)"
    let reasons =
      creations.reference?.initializer == creations.candidate?.initializer
      ? "Both sides draw it by \(words(creations.reference)), and draw other numbers: seed the generator that it draws from "
        + "on both sides, compare with \(remedies.constantMode), or give both the same values with "
        + "\(remedies.copiedWeights)."
      : "The initial value comes from \(words(creations.reference)) in the reference and from "
        + "\(words(creations.candidate)) in the candidate: give both the same initializer, or the same values with "
        + "\(remedies.copiedWeights)."
    return
      "\(name) begins with different values \(difference). \(reasons)"
  }

  /// A variable that has no partner, and what to do.
  static func unpaired(_ variable: UnpairedVariable, _ remedies: RemedyWords) -> String {
    let (name, other) = (variable.reference.name, variable.candidates.first?.name ?? "")
    let several = variable.candidates.count > 1
    let which =
      several
      ? "\(variable.candidates.count) of the candidate's could be it: "
        + variable.candidates.prefix(3).map(\.name).joined(separator: ", ")
        + (variable.candidates.count > 3 ? ", …" : "")
      : "\(other) could be it"
    return
      "\(name) (\(variable.reference.kind)) has no partner in the candidate, where nothing has its value. \(which). "
      + "Pair \(several ? "the right one" : "them") under [variables] in \(remedies.map): "
      + "\"\(name)\" = \"\(several ? "…" : other)\""
  }

  private static func inputAdvice(_ remedies: RemedyWords) -> String {
    "Each side calls it in a process of its own, with Python's, NumPy's and TensorFlow's generators seeded alike: draw from "
      + "NumPy's global generator or one with a fixed seed, or give both sides the same values from \(remedies.inputFile)."
  }

  /// What assigned a variable.
  static func assignment(_ update: UpdateRow) -> String { "\(update.operation), which assigns \(update.variable)" }

  /// Which line of the user's code made an operation, on each side where that is known.
  ///
  /// A side that lacks the operation is shown by what it does in its place.
  static func places(_ divergence: Divergence, folder: String) -> [String] {
    Side.allCases.compactMap { side in
      guard let place = divergence.places[side], let frame = place.stack.culprit else { return nil }
      let instead = divergence.unpaired == nil ? place.instead : nil
      let words = side.rawValue + (instead.map { ", which goes on with \($0)" } ?? "")
      return "\(words): \(frame.place(from: folder)) in \(frame.function)"
    }
  }

  private static func shape(_ event: OperationEvent?) -> String {
    event?.output.map { "\($0.dtype.rawValue) \($0.shape)" } ?? "nothing"
  }

  /// How shapes and element types of an endpoint differ.
  static func shapes(_ row: EndpointRow) -> String {
    func words(_ activation: Activation?) -> String {
      activation.map { "\($0.dtype.rawValue) \($0.shape)" } ?? "missing"
    }
    return "reference \(words(row.reference)), candidate \(words(row.candidate))"
  }
}
