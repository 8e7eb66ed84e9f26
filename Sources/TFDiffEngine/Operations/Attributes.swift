import TFDiffTensor

/// One attribute of an operation, of the kinds TensorFlow's `AttrValue` has that the engine uses.
public enum AttributeValue: Sendable, Hashable {
  case int(Int)
  case ints([Int])
  case float(Double)
  case string(String)
  case strings([String])
  case bool(Bool)
  case dtype(DType)
  case shape(Shape)
  /// The value of a `Const`; equal to another only where both are the same tensor in memory.
  case tensor(TensorAttribute)
}

/// A tensor as an attribute: compared by identity, since comparing weights by content would cost a pass over them.
public struct TensorAttribute: Sendable, Hashable {
  public let tensor: Tensor
  public init(_ tensor: Tensor) { self.tensor = tensor }
  public static func == (a: Self, b: Self) -> Bool {
    a.tensor.storage === b.tensor.storage && a.tensor.shape == b.tensor.shape
  }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(tensor.storage)) }
}

/// The attributes of one operation, by TensorFlow's names (`strides`, `padding`, `seed2`, …).
///
/// The typed readers throw ``EngineError/badAttribute(name:expected:found:)`` where an attribute is missing
/// or of another kind.
public struct Attributes: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  public private(set) var values: [String: AttributeValue]

  public init(_ values: [String: AttributeValue] = [:]) { self.values = values }
  public init(dictionaryLiteral elements: (String, AttributeValue)...) {
    values = Dictionary(elements, uniquingKeysWith: { $1 })
  }

  public subscript(name: String) -> AttributeValue? {
    get { values[name] }
    set { values[name] = newValue }
  }

  public func int(_ name: String) throws(EngineError) -> Int {
    if case .int(let value)? = values[name] { return value }
    throw mismatch(name, "int")
  }
  public func ints(_ name: String) throws(EngineError) -> [Int] {
    if case .ints(let value)? = values[name] { return value }
    throw mismatch(name, "list(int)")
  }
  public func float(_ name: String) throws(EngineError) -> Double {
    if case .float(let value)? = values[name] { return value }
    throw mismatch(name, "float")
  }
  public func string(_ name: String) throws(EngineError) -> String {
    if case .string(let value)? = values[name] { return value }
    throw mismatch(name, "string")
  }
  public func strings(_ name: String) throws(EngineError) -> [String] {
    if case .strings(let value)? = values[name] { return value }
    throw mismatch(name, "list(string)")
  }
  public func bool(_ name: String) throws(EngineError) -> Bool {
    if case .bool(let value)? = values[name] { return value }
    throw mismatch(name, "bool")
  }
  public func dtype(_ name: String) throws(EngineError) -> DType {
    if case .dtype(let value)? = values[name] { return value }
    throw mismatch(name, "type")
  }
  public func shape(_ name: String) throws(EngineError) -> Shape {
    if case .shape(let value)? = values[name] { return value }
    throw mismatch(name, "shape")
  }
  public func tensor(_ name: String) throws(EngineError) -> Tensor {
    if case .tensor(let value)? = values[name] { return value.tensor }
    throw mismatch(name, "tensor")
  }

  private func mismatch(_ name: String, _ expected: String) -> EngineError {
    .badAttribute(name: name, expected: expected, found: values[name])
  }
}
