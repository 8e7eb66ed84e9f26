import TFDiffTensor

/// Where experiments are made: executes operations on given values, as soon as the first is asked for.
///
/// Used by one thread at a time.
final class Laboratory {
  private let opening: (@Sendable () throws -> any OperationCalculator)?
  private let control: RunControl?
  private var opened: Result<any OperationCalculator, any Error>?

  init(_ target: DebugTarget, _ control: RunControl) {
    (opening, self.control) = (target.calculator, control)
  }

  /// One that has a calculator, or none: for tests.
  init(_ calculator: (any OperationCalculator)? = nil) {
    (opening, control) = (nil, nil)
    opened = calculator.map { .success($0) }
  }

  /// All outputs of an operation.
  ///
  /// - Throws: ``ExperimentError`` where nothing can execute operations, what the calculator throws, or `CancellationError`.
  func execute(_ calculation: Calculation) throws -> [Tensor] {
    let calculator = try calculator()
    guard let control else { return try calculator.execute(calculation) }
    return try control.running(calculator) { try calculator.execute(calculation) }.0
  }

  private func calculator() throws -> any OperationCalculator {
    if let opened { return try opened.get() }
    guard let opening else { throw ExperimentError.noCalculator }
    let result = Result { try opening() }
    opened = result
    return try result.get()
  }
}

/// Why an experiment could not be made.
enum ExperimentError: Error, Equatable {
  /// The target has nothing that executes single operations.
  case noCalculator
  /// A value that the operation takes was not recorded.
  case unknownValue(operation: String, input: Int)
  /// What was to be computed is none of what was.
  case noResult
  /// The operations between what both sides have and where they part are too many.
  case tooLarge
}

extension ExperimentError: CustomStringConvertible {
  var description: String {
    switch self {
    case .noCalculator: "this target has nothing that executes single operations"
    case .unknownValue(let operation, let input): "input \(input) of \(operation) was not recorded"
    case .noResult: "the operations do not lead to the value"
    case .tooLarge: "too many operations lie between what both sides have and where they part"
    }
  }
}
