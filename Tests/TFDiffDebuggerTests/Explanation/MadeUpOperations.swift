import TFDiffTensor

@testable import TFDiffDebugger

/// Arithmetic that one side computes, with what a trace tells of it; values are those that float32 makes of it.
struct MadeUpOperations {
  /// What an operation takes.
  enum Term {
    case input(Tensor)
    case number(Double)
    case result(Int)
  }
  private(set) var events: [OperationEvent] = []

  /// Adds an operation, and says which it is.
  mutating func add(_ type: String, _ left: Term, _ right: Term) throws -> Term {
    let operands = [left, right].map(tensor)
    let output = try Arithmetic().execute(Calculation(type: type, attributes: [], inputs: operands)).first
    events.append(
      OperationEvent(
        name: "net/\(type)_\(events.count)", type: type, output: output, id: "\(events.count)",
        inputs: [left, right].map(input), operands: operands.map { OperandValue($0) }))
    return .result(events.count - 1)
  }

  private func tensor(_ term: Term) -> Tensor {
    switch term {
    case .input(let tensor): tensor
    case .number(let number): Tensor(scalar: Float(number))
    case .result(let index): events[index].output ?? Tensor(scalar: Float.nan)
    }
  }

  private func input(_ term: Term) -> OperationInput {
    switch term {
    case .input: .modelInput
    case .number(let number): .constant(OperationConstant(shape: [], dtype: "float32", values: [number]))
    case .result(let index): .operation(id: "\(index)", output: 0)
    }
  }

  /// The side's run: its operations, the last of which gives the one endpoint.
  var script: Script {
    Script(steps: events.map(Step.operation) + [.endpoint("head", tensor(.result(events.count - 1)))], loss: nil)
  }

  /// What is said of two sides.
  static func explained(_ reference: MadeUpOperations, _ candidate: MadeUpOperations) -> Explanation? {
    var target = ScriptedTarget(reference: reference.script, candidate: candidate.script).target
    target.calculator = { Arithmetic() }
    return CheckRunner(target: target, explains: true).run().state.explanations.first
  }
}

/// Executes element by element, a scalar with each.
final class Arithmetic: OperationCalculator {
  func execute(_ calculation: Calculation) throws -> [Tensor] {
    guard calculation.inputs.count == 2 else { throw ExperimentError.noResult }
    let (left, right) = (calculation.inputs[0], calculation.inputs[1])
    let wider = left.elementCount < right.elementCount ? right : left
    let values = try (0..<wider.elementCount).map { place in
      try result(
        calculation.type, left.value(at: left.elementCount == 1 ? 0 : place),
        right.value(at: right.elementCount == 1 ? 0 : place))
    }
    let isWide = calculation.isInDouble || calculation.attributes.contains { $0.value == "float64" }
    return [isWide ? Tensor(values, shape: wider.shape) : Tensor(values.map { Float($0) }, shape: wider.shape)]
  }

  private func result(_ type: String, _ left: Double, _ right: Double) throws -> Double {
    switch type {
    case "Sub": left - right
    case "AddV2": left + right
    case "Mul": left * right
    case "Minimum": min(left, right)
    default: throw ExperimentError.noResult
    }
  }

  func cancel() {}
}
