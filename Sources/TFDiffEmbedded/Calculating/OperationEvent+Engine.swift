import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

extension OperationEvent {
  /// An operation that the engine has executed.
  ///
  /// - Parameters:
  ///   - tellsOperands: whether the values that it took are kept, which may be much memory.
  ///   - variableName: the name of the variable that is kept under a resource's name.
  init(_ operation: ExecutedOperation, tellsOperands: Bool, variableName: (String) -> String) {
    self.init(
      name: operation.name, type: operation.type, fused: operation.fused, output: operation.outputs.first,
      id: String(operation.id), attributes: operation.attributes.words,
      inputs: operation.operands.map { OperationInput($0.origin, $0.value, variableName) },
      operands: tellsOperands ? operation.operands.map { OperandValue($0.value) } : [])
  }
}

extension OperationInput {
  fileprivate init(_ origin: ValueOrigin, _ value: Tensor, _ variableName: (String) -> String) {
    switch origin {
    case .operation(let id, let output): self = .operation(id: String(id), output: output)
    case .variable(let resource): self = .variable(variableName(resource))
    case .constant: self = .constant(OperationConstant(value))
    case .fed: self = .modelInput
    }
  }
}

extension OperationConstant {
  /// How many elements a constant has at most that is told by them.
  private static let largest = 16

  fileprivate init(_ value: Tensor) {
    let isSmall = value.elementCount <= Self.largest
    self.init(
      shape: value.shape.dimensions, dtype: value.dtype.rawValue,
      values: isSmall ? (0..<value.elementCount).map { value.value(at: $0) } : nil)
  }
}
