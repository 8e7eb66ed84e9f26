import TFDiffTensor

@testable import TFDiffDebugger

/// Arithmetic that one side computes, with what a trace tells of it; values are those that float32 makes of it.
struct MadeUpOperations {
  /// What an operation takes.
  enum Term {
    case input(Tensor)
    case number(Double)
    /// Of an axis.
    case index(Int)
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
    case .index(let index): Tensor(scalar: Int32(index))
    case .result(let index): events[index].output ?? Tensor(scalar: Float.nan)
    }
  }

  private func input(_ term: Term) -> OperationInput {
    switch term {
    case .input: .modelInput
    case .number(let number): .constant(OperationConstant(shape: [], dtype: "float32", values: [number]))
    case .index(let index): .constant(OperationConstant(shape: [], dtype: "int32", values: [Double(index)]))
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

/// Executes element by element, broadcast as NumPy does.
final class Arithmetic: OperationCalculator {
  func execute(_ calculation: Calculation) throws -> [Tensor] {
    guard calculation.inputs.count == 2 else { throw ExperimentError.noResult }
    let (left, right) = (calculation.inputs[0], calculation.inputs[1])
    if calculation.type == "Sum" { return [sum(left, over: Int(right.value(at: 0)), isWide: calculation.isInDouble)] }
    let shape = broadcast(left.shape, right.shape)
    let values = try (0..<shape.elementCount).map { place in
      let index = shape.index(at: place)
      return try result(calculation.type, element(of: left, at: index), element(of: right, at: index))
    }
    let isWide = calculation.isInDouble || calculation.attributes.contains { $0.value == "float64" }
    return [isWide ? Tensor(values, shape: shape) : Tensor(values.map { Float($0) }, shape: shape)]
  }

  /// The axis stays, with the size 1.
  private func sum(_ tensor: Tensor, over axis: Int, isWide: Bool) -> Tensor {
    var sizes = tensor.shape.dimensions
    sizes[axis] = 1
    let shape = Shape(sizes)
    var sums = [Double](repeating: 0, count: shape.elementCount)
    for place in 0..<tensor.elementCount {
      var index = tensor.shape.index(at: place)
      index[axis] = 0
      sums[shape.position(of: index)] += tensor.value(at: place)
    }
    return isWide ? Tensor(sums, shape: shape) : Tensor(sums.map { Float($0) }, shape: shape)
  }

  private func broadcast(_ left: Shape, _ right: Shape) -> Shape {
    let rank = max(left.rank, right.rank)
    let sizes = [left, right].map { [Int](repeating: 1, count: rank - $0.rank) + $0.dimensions }
    return Shape(zip(sizes[0], sizes[1]).map { max($0, $1) })
  }

  private func element(of tensor: Tensor, at index: [Int]) -> Double {
    let own = zip(index.suffix(tensor.shape.rank), tensor.shape.dimensions).map { $1 == 1 ? 0 : $0 }
    return tensor.value(at: tensor.shape.position(of: own))
  }

  private func result(_ type: String, _ left: Double, _ right: Double) throws -> Double {
    switch type {
    case "Sub": left - right
    case "AddV2": left + right
    case "Mul": left * right
    default: throw ExperimentError.noResult
    }
  }

  func cancel() {}
}
