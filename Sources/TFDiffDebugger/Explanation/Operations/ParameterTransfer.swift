import TFDiffTensor

/// A number of the reference's code in the place of one of the candidate's, where the two compute the same by other operations:
/// an epsilon that is an attribute on one side and a constant on the other, a slope, a share of dropout.
struct ParameterTransfer {
  let context: ExperimentContext

  /// How many experiments are made at most.
  private static let limit = 160

  func all() -> [Hypothesis] {
    let slots = context.candidate.parameters
    let numbers = context.regions.reference.parameters
    var found: [Hypothesis] = []
    // The numbers as they stand first, then what may have been made of them.
    for way in NumberDerivation.allCases {
      for slot in slots {
        for number in numbers where found.count < Self.limit {
          guard let value = way.value(of: number.value), !isSameNumber(value, slot.value) else { continue }
          found.append(hypothesis(slot, number, value, way))
        }
      }
    }
    return found
  }

  private func hypothesis(
    _ slot: RegionProgram.Parameter, _ number: RegionProgram.Parameter, _ value: Double, _ way: NumberDerivation
  ) -> Hypothesis {
    let shown = NumberText.exact(Float(value))
    let cause = slot.cause(in: context.candidate, context.rows)
    return Hypothesis(
      cause: cause,
      sentence:
        "\(cause.opening): \(slot.words) is \(NumberText.exact(Float(slot.value))) in the candidate, where it would be "
        + "\(shown) as in the reference (\(way.words)\(NumberText.exact(Float(number.value))), \(number.words))",
      experiment: "the candidate's operations with \(shown) for \(slot.words)", remedy: cause.remedy,
      program: context.candidate.setting(slot, to: value), isOneOfMany: true, row: slot.row)
  }
}

extension RegionProgram {
  /// A number that stands in the code.
  struct Parameter {
    enum Place {
      case attribute(step: Int, name: String)
      /// One of the values, a constant of one element, and a step that takes it.
      case constant(value: Int, step: Int, input: Int)
    }
    var place: Place
    var value: Double
    /// What it is, in words: `epsilon of FusedBatchNormV3`.
    var words: String
    var row: Int
  }

  /// Real numbers among the attributes and constants, of which a transfer may be tried.
  var parameters: [Parameter] {
    steps.indices.flatMap { step in attributes(of: step) + constants(of: step) }
  }

  private func attributes(of step: Int) -> [Parameter] {
    steps[step].attributes.compactMap { attribute in
      guard Self.realAttributes.contains(attribute.name), let value = Double(attribute.value) else { return nil }
      return Parameter(
        place: .attribute(step: step, name: attribute.name), value: value,
        words: "\(attribute.name) of \(steps[step].type)", row: steps[step].row)
    }
  }

  private static let realAttributes: Set<String> = [
    "epsilon", "alpha", "beta", "bias", "depth_radius",
  ]

  private func constants(of step: Int) -> [Parameter] {
    steps[step].operands.indices.compactMap { input in
      guard case .value(let index) = steps[step].operands[input].source, values[index].origin == .constant,
        values[index].tensor.elementCount == 1, values[index].tensor.dtype.isFloatingPoint
      else { return nil }
      return Parameter(
        place: .constant(value: index, step: step, input: input), value: values[index].tensor.value(at: 0),
        words: "the constant of \(steps[step].type)", row: steps[step].row)
    }
  }

  /// The same with another number.
  func setting(_ parameter: Parameter, to value: Double) -> RegionProgram {
    var program = self
    switch parameter.place {
    case .attribute(let step, let name):
      guard let place = steps[step].attributes.firstIndex(where: { $0.name == name }) else { break }
      program.steps[step].attributes[place].value = NumberText.exact(Float(value))
    case .constant(let index, _, _):
      let old = values[index].tensor
      program.values[index].tensor = Tensor([value], shape: [1]).converted(to: old.dtype).reshaped(to: old.shape)
    }
    return program
  }
}

extension RegionProgram.Parameter {
  /// What another value of it is.
  func cause(in program: RegionProgram, _ rows: [OperationRow]) -> Cause {
    switch place {
    case .attribute(let step, let name):
      guard let event = rows[program.steps[step].row][program.side] else { return .attribute }
      return .of(attribute: name, at: event)
    case .constant(_, let step, let input):
      let type = canonicalOperationType(program.steps[step].type)
      if program.steps.contains(where: \.isLeaky) || type == "Mul" && program.types.contains("Maximum") {
        return .slope
      }
      let constant = OperationConstant(shape: [], dtype: "float32", values: [value])
      return .of(constant: constant, constant, at: input, of: program.steps[step].row, in: rows)
    }
  }
}

extension RegionProgram.Step {
  fileprivate var isLeaky: Bool { type == "LeakyRelu" }
}
