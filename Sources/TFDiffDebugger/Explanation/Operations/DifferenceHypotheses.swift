import TFDiffTensor

/// Attributes, constants and variables that two paired operations have otherwise, one by one and all at once.
struct DifferenceHypotheses {
  let context: ExperimentContext
  let copies: VariableCopies

  func all() -> [Hypothesis] {
    let changes = context.candidate.steps.indices.flatMap { differences(at: $0) }
    guard changes.count > 1 else { return changes.map(\.hypothesis) }
    var program = context.candidate
    for change in changes { change.apply(&program) }
    let together = Hypothesis(
      cause: changes[0].hypothesis.cause, sentence: sentence(of: changes),
      experiment: "with all of these as the reference has them",
      remedy: changes[0].hypothesis.remedy, program: program, row: changes[0].hypothesis.row)
    return changes.map(\.hypothesis) + [together]
  }

  private struct Change {
    var hypothesis: Hypothesis
    /// What differs: `another epsilon: epsilon is 0.001 in the reference and 1e-05 in the candidate`.
    var statement: String
    /// The operation where it does.
    var place: String
    var apply: (inout RegionProgram) -> Void
  }

  /// How many operations are named that differ in the same way.
  private static let longestList = 4

  /// What differs, each once, with the operations where it does.
  private func sentence(of changes: [Change]) -> String {
    var statements: [String] = []
    for change in changes where !statements.contains(change.statement) { statements.append(change.statement) }
    return statements.map { statement in
      let places = changes.filter { $0.statement == statement }.map(\.place)
      let named = places.prefix(Self.longestList).joined(separator: ", ")
      let rest = places.count > Self.longestList ? " and \(places.count - Self.longestList) more" : ""
      return "\(statement), at \(named)\(rest)"
    }.joined(separator: "; ")
  }

  private func differences(at step: Int) -> [Change] {
    let row = pair(at: step)
    guard let reference = row.reference, let candidate = row.candidate else { return [] }
    return row.differences.compactMap { difference in
      switch difference {
      case .attribute(let name, let value, _):
        return change(step, row, difference, .of(attribute: name, at: reference)) { program in
          guard let place = program.steps[step].attributes.firstIndex(where: { $0.name == name }) else { return }
          program.steps[step].attributes[place].value = value
          takeSizes(&program, step, reference, candidate)
        }
      case .constant(let input, let constant, let other):
        guard let pair = reference.operandOrder(with: candidate).first(where: { $0.0 == input }),
          let value = RecordedFlow(context.rows).value(input, of: reference, .reference)
        else { return nil }
        let cause = Cause.of(
          constant: constant, other, at: input, of: context.candidate.steps[step].row, in: context.rows)
        return change(step, row, difference, cause) { $0.replaceOperand(pair.1, of: step, by: value) }
      case .variable(let input, let variable, let other):
        guard let pair = reference.operandOrder(with: candidate).first(where: { $0.0 == input }),
          let value = RecordedFlow(context.rows).value(input, of: reference, .reference)
        else { return nil }
        let isAnothers = context.rows.contains { $0.reference?.inputs.contains(.variable(other)) == true }
        let cause: Cause =
          copies.isCopy(other, of: variable) ? .unsharedVariable : isAnothers ? .crossedInputs : .initialValue
        return change(step, row, difference, cause) {
          $0.replaceOperand(pair.1, of: step, by: value)
        }
      case .order, .slope, .bypass, .indices: return nil
      }
    }
  }

  /// The operations of both sides that are to be held against each other. What has another shape is not paired: the only one
  /// of its type on either side is.
  private func pair(at step: Int) -> OperationRow {
    let row = context.rows[context.candidate.steps[step].row]
    guard !row.isPair, let candidate = row.candidate,
      unpaired(context.candidate, candidate.type).count == 1
    else { return row }
    let others = unpaired(context.regions.reference, candidate.type)
    guard others.count == 1, let reference = context.rows[others[0].row].reference else { return row }
    return OperationRow(reference: reference, candidate: candidate, status: .mismatch)
  }

  private func unpaired(_ program: RegionProgram, _ type: String) -> [RegionProgram.Step] {
    program.steps.filter {
      canonicalOperationType($0.type) == canonicalOperationType(type) && !context.rows[$0.row].isPair
    }
  }

  /// Sizes that are computed for an operation follow from how it is configured, as those of a transposed convolution do; two that
  /// stand in the code are a difference of their own.
  private func takeSizes(
    _ program: inout RegionProgram, _ step: Int, _ reference: OperationEvent, _ candidate: OperationEvent
  ) {
    for (place, other) in reference.operandOrder(with: candidate) {
      if case .constant = candidate.inputs[other], case .constant = reference.inputs[place] { continue }
      guard let value = RecordedFlow(context.rows).value(place, of: reference, .reference), value.shape.rank == 1,
        value.dtype == .int32 || value.dtype == .int64
      else { continue }
      program.replaceOperand(other, of: step, by: value)
    }
  }

  private func change(
    _ step: Int, _ row: OperationRow, _ difference: OperationDifference, _ cause: Cause,
    _ apply: @escaping (inout RegionProgram) -> Void
  ) -> Change {
    var program = context.candidate
    apply(&program)
    let type = context.candidate.steps[step].type
    let (statement, place) = ("\(cause.opening): \(difference)", "\(row.name) (\(type))")
    return Change(
      hypothesis: Hypothesis(
        cause: cause, sentence: "\(statement), at \(place)",
        experiment: "the candidate's \(type) with the reference's \(difference.subject)",
        remedy: cause.remedy, program: program, row: context.candidate.steps[step].row),
      statement: statement, place: place, apply: apply)
  }
}

/// Variables that the candidate has besides those that it shares with the reference.
struct VariableCopies {
  private let extra: Set<String>
  private let missing: Set<String>

  init(_ comparison: VariablesComparison) {
    extra = Set(comparison.extra.map(\.name))
    missing = Set(comparison.missing.map(\.name))
  }

  /// Whether a variable of the candidate has no partner, and one of the reference's has one: that it is read in the place of that
  /// one can then only be where the reference reads it once more.
  func isCopy(_ candidate: String, of reference: String) -> Bool {
    extra.contains(candidate) && !missing.contains(reference)
  }
}

extension RegionProgram {
  /// Gives an operation another value at an input, in the shape that it has.
  mutating func replaceOperand(_ input: Int, of step: Int, by tensor: Tensor) {
    values.append(.init(tensor: tensor, origin: .constant))
    steps[step].operands[input] = .init(source: .value(values.count - 1), shape: tensor.shape)
  }
}

extension OperationDifference {
  /// What differs, in a word or two.
  fileprivate var subject: String {
    switch self {
    case .attribute(let name, let reference, _): "\(name) \(reference)"
    case .constant(let input, let reference, _): "input \(input), \(reference)"
    case .variable(_, let reference, _): "\(reference)"
    case .order, .slope, .bypass, .indices: "\(self)"
    }
  }
}
