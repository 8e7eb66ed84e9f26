import TFDiffTensor

/// Operations of one side in a form that can be executed on other values, and with changes.
struct RegionProgram {
  /// An operation.
  struct Step {
    /// Which of the endpoint's rows it is in.
    var row: Int
    var name: String
    var type: String
    var attributes: [OperationAttribute]
    var operands: [Operand]
    var outputType: DType?
  }

  /// A value that a step takes, in the shape in which it does.
  struct Operand {
    enum Source {
      /// An output of an earlier step.
      case step(Int, output: Int)
      /// One of ``RegionProgram/values``.
      case value(Int)
    }
    var source: Source
    var shape: Shape
  }

  /// A value that no step makes.
  struct Value {
    enum Origin: Hashable {
      /// A number that stands in the code.
      case constant
      case variable(String)
      /// What both sides have come to by then; of an operation that is told, its row.
      case shared(row: Int?)
    }
    var tensor: Tensor
    var origin: Origin
  }

  var side: Side
  var steps: [Step] = []
  var values: [Value] = []
  /// What it computes.
  var result: Operand?

  /// The op types, in the order of execution.
  var types: [String] { steps.map(\.type) }

  /// The variables that it reads, by the reference's names.
  var variables: Set<String> {
    Set(values.compactMap { if case .variable(let name) = $0.origin { name } else { nil } })
  }

  /// What it takes of what both sides have come to.
  var shared: [Tensor] { values.filter(\.isShared).map(\.tensor) }

  /// Executes it.
  ///
  /// - Throws: what executing an operation throws, or ``ExperimentError/noResult``.
  func execute(in laboratory: Laboratory, inDouble: Bool = false) throws -> Tensor {
    var outputs: [[Tensor]] = []
    func tensor(_ operand: Operand) throws -> Tensor {
      let made: Tensor? =
        switch operand.source {
        case .step(let step, let output): outputs[step].indices.contains(output) ? outputs[step][output] : nil
        case .value(let value): values[value].tensor
        }
      guard let viewed = made?.viewed(as: operand.shape) ?? made else { throw ExperimentError.noResult }
      return viewed
    }
    for step in steps {
      let calculation = Calculation(
        type: step.type, attributes: step.attributes, inputs: try step.operands.map(tensor),
        outputType: inDouble && step.outputType == .float32 ? .float64 : step.outputType, isInDouble: inDouble)
      outputs.append(try laboratory.execute(calculation))
    }
    guard let result else { throw ExperimentError.noResult }
    return try tensor(result)
  }

  /// The same on the values of the other side, where that has them: what is left of the difference is its own.
  func onValues(of other: RegionProgram, _ rows: [OperationRow]) -> RegionProgram {
    var program = self
    for index in values.indices {
      guard let counterpart = counterpart(of: values[index], in: other, rows) else { continue }
      program.values[index].tensor = counterpart
    }
    return program
  }

  private func counterpart(of value: Value, in other: RegionProgram, _ rows: [OperationRow]) -> Tensor? {
    switch value.origin {
    case .constant: return nil
    case .variable(let name):
      let same = other.values.first { $0.origin == .variable(name) }
      return same?.tensor.viewed(as: value.tensor.shape)
    case .shared(let row):
      if let row, rows[row].isPair, rows[row].status == .match, let output = rows[row][other.side]?.output {
        return output.viewed(as: value.tensor.shape)
      }
      let same = other.values.first { $0.isShared && value.tensor.isAbout($0.tensor) }
      return same?.tensor.viewed(as: value.tensor.shape)
    }
  }
}

extension RegionProgram.Value {
  var isShared: Bool { if case .shared = origin { true } else { false } }
}

extension Tensor {
  /// Whether both are the same numbers but for rounding.
  fileprivate func isAbout(_ other: Tensor) -> Bool {
    guard elementCount == other.elementCount, dtype == other.dtype else { return false }
    return distance(to: other) <= 1e-4 * max(greatestMagnitude, other.greatestMagnitude)
  }
}
