import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

extension Attributes {
  /// What places or names an operation, or follows from its inputs, says nothing of the result.
  private static let ignored: Set<String> = [
    "shared_name", "container", "N", "dtype", "T", "shape", "DstT", "SrcT", "out_type",
  ]
  /// TensorFlow's names of attributes that are real numbers, which may be written without a point.
  private static let floats: Set<String> = ["epsilon", "alpha", "exponential_avg_factor", "leakyrelu_alpha"]
  /// Those that are an element type, which the output's is.
  private static let outputTypes = ["dtype", "DstT", "out_type"]

  /// In Python's words, as TensorFlow prints them.
  var words: [OperationAttribute] {
    values.sorted { $0.key < $1.key }.compactMap { name, value in
      Self.ignored.contains(name) ? nil : value.word.map { OperationAttribute(name: name, value: $0) }
    }
  }

  /// Read back from such words.
  ///
  /// - Throws: ``EngineError/badAttribute(name:expected:found:)`` for a word that is none.
  init(words: [OperationAttribute], outputType: DType?) throws(EngineError) {
    self.init()
    for attribute in words { self[attribute.name] = try Self.value(attribute) }
    guard let outputType else { return }
    for name in Self.outputTypes where self[name] == nil { self[name] = .dtype(outputType) }
  }

  private static func value(_ attribute: OperationAttribute) throws(EngineError) -> AttributeValue {
    let (name, word) = (attribute.name, attribute.value)
    if floats.contains(name) {
      guard let number = Double(word) else {
        throw .badAttribute(name: name, expected: "float", found: .string(word))
      }
      return .float(number)
    }
    if word == "True" || word == "False" { return .bool(word == "True") }
    if let number = Int(word) { return .int(number) }
    if let number = Double(word) { return .float(number) }
    guard word.hasPrefix("["), word.hasSuffix("]") else { return .string(word) }
    let parts = word.dropFirst().dropLast().split(separator: ",").map { part in
      String(part.drop { $0 == " " })
    }
    let numbers = parts.compactMap { Int($0) }
    return numbers.count == parts.count ? .ints(numbers) : .strings(parts)
  }
}

extension AttributeValue {
  /// Nil for what a word cannot say.
  fileprivate var word: String? {
    switch self {
    case .int(let value): String(value)
    case .ints(let values): Self.list(values.map { String($0) })
    // A float32 in its shortest form, as it was written.
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
