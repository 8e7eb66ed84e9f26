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

extension Attributes {
  /// In Python's words, as TensorFlow prints them; what names a place or a tensor says nothing of the result.
  var words: [OperationAttribute] {
    values.sorted { $0.key < $1.key }.compactMap { name, value in
      Self.ignored.contains(name) ? nil : value.word.map { OperationAttribute(name: name, value: $0) }
    }
  }

  private static let ignored: Set<String> = ["shared_name", "container", "N", "dtype", "T", "shape"]
}

extension AttributeValue {
  fileprivate var word: String? {
    switch self {
    case .int(let value): String(value)
    case .ints(let values): Self.list(values.map { String($0) })
    case .float(let value): "\(Float(value))"
    case .string(let value): value
    case .strings(let values): Self.list(values)
    case .bool(let value): value ? "True" : "False"
    case .dtype(let value): value.rawValue
    case .shape, .tensor: nil
    }
  }

  private static func list(_ words: [String]) -> String { "[" + words.joined(separator: ", ") + "]" }
}
