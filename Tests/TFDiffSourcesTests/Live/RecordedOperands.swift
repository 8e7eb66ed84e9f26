import Foundation
import TFDiffDebugger
import TFDiffTensor

@testable import TFDiffLive

/// The operations of one run of a side, by the end points that they lead to, with the values that each takes.
struct RecordedOperands {
  /// The end points' names, and the operations on the way to each.
  var spans: [(endpoint: String, operations: [OperationEvent])] = []

  init(_ source: any TraceSource, _ request: Advance = .operands) throws {
    var operations: [OperationEvent] = []
    var goesOn = true
    while goesOn {
      goesOn = try source.advance(request) { event in
        if case .operation(let operation) = event { operations.append(operation) }
        if case .endpoint(let endpoint) = event {
          spans.append((endpoint.name, operations))
          operations = []
        }
      }
    }
  }

  var operations: [OperationEvent] { spans.flatMap(\.operations) }

  /// The values that an operation of a span takes, those that others of the span give taken from there; nil where one is not
  /// known.
  static func inputs(of operation: OperationEvent, in span: [OperationEvent]) -> [Tensor]? {
    let outputs = Dictionary(
      span.compactMap { each in each.id.flatMap { id in each.output.map { (id, $0) } } },
      uniquingKeysWith: { first, _ in first })
    var found: [Tensor] = []
    for (operand, input) in zip(operation.operands, operation.inputs) {
      guard let operand else { return nil }
      if let tensor = operand.tensor {
        found.append(tensor)
      } else if case .operation(let id, output: 0) = input, let output = outputs[id] {
        guard output.elementCount == operand.shape.elementCount else { return nil }
        found.append(output.reshaped(to: operand.shape))
      } else {
        return nil
      }
    }
    return found
  }
}

extension OperationEvent {
  /// What is to be calculated for it to be made again.
  func calculation(_ inputs: [Tensor], isInDouble: Bool = false) -> Calculation {
    Calculation(
      type: type, attributes: attributes, inputs: inputs, outputType: output?.dtype, isInDouble: isInDouble)
  }
}

extension Tensor {
  /// Its float64 elements as float32.
  var narrowed: Tensor { Tensor(elements(of: Double.self).map { Float($0) }, shape: shape) }

  /// By how many units in the last place of its greatest element it differs at most from another; infinity where it is of
  /// another shape or type, or only one of the two has a number somewhere.
  func greatestUnits(from other: Tensor) -> Double {
    guard shape == other.shape, dtype == other.dtype else { return .infinity }
    guard dtype == .float32 else { return isIdentical(to: other) ? 0 : .infinity }
    let (ours, theirs) = (elements(of: Float.self), other.elements(of: Float.self))
    let unit = ours.filter(\.isFinite).map(\.magnitude).max()?.ulp ?? 1
    return zip(ours, theirs).map { first, second in
      if first == second || first.isNaN && second.isNaN { return 0 }
      let units = Double((first - second).magnitude / unit)
      return units.isNaN ? .infinity : units
    }.max() ?? 0
  }
}
