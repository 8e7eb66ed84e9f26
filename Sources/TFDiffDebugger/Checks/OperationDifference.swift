/// In what two paired operations differ besides the values that others hand them.
public enum OperationDifference: Sendable, Hashable {
  case attribute(name: String, reference: String, candidate: String)
  /// A value that stands in the code, by its place among the inputs from 0.
  case constant(input: Int, reference: OperationConstant, candidate: OperationConstant)
  /// A variable that is not the other side's partner.
  case variable(input: Int, reference: String, candidate: String)
  /// Two inputs, by their places from 0, that the candidate takes in each other's place.
  case order(first: Int, second: Int)
  /// Below zero, where a side computes a leaky ReLU by operations of its own.
  case slope(reference: String, candidate: String)
  /// One side alone has an operation, and the other takes something that both have where its value is taken.
  case bypass(consumer: String, side: Side, operation: String, instead: String)
  /// What elements are looked up with: the first few of both sides.
  case indices(lookup: String, reference: [Double], candidate: [Double])
}

extension OperationRow {
  /// Attributes and constants that both sides have and that differ; empty where a side lacks the operation.
  public var differences: [OperationDifference] {
    guard let reference, let candidate else { return [] }
    let others = Dictionary(candidate.attributes.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let attributes = reference.attributes.compactMap { attribute -> OperationDifference? in
      guard let other = others[attribute.name], other != attribute.value,
        !reference.isSameAxis(attribute, as: other, in: candidate)
      else { return nil }
      return .attribute(name: attribute.name, reference: attribute.value, candidate: other)
    }
    let pairs = reference.operandOrder(with: candidate)
    let inputs = pairs.compactMap { place, other -> OperationDifference? in
      switch (reference.inputs[place], candidate.inputs[other]) {
      case (.constant(let left), .constant(let right)):
        left.isSame(as: right) || reference.isSameAxis(left, as: right, at: place)
          ? nil : .constant(input: place, reference: left, candidate: right)
      case (.variable(let left), .variable(let right)):
        left == right ? nil : .variable(input: place, reference: left, candidate: right)
      default: nil
      }
    }
    return attributes + inputs
  }
}

extension OperationEvent {
  /// Which input of another operation stands for which of this one's: in order, or the other way round where the order
  /// says nothing and the kinds of the inputs are then alike.
  func operandOrder(with other: OperationEvent) -> [(Int, Int)] {
    let count = min(inputs.count, other.inputs.count)
    let isTurned =
      count == 2 && isCommutative && !inputs[0].isKin(of: other.inputs[0])
      && inputs[0].isKin(of: other.inputs[1]) && inputs[1].isKin(of: other.inputs[0])
    return isTurned ? [(0, 1), (1, 0)] : (0..<count).map { ($0, $0) }
  }

  /// Whether the order of its inputs says nothing.
  var isCommutative: Bool { Self.commutative.contains(canonicalOperationType(type)) }

  private static let commutative: Set<String> = [
    "Add", "Mul", "Maximum", "Minimum", "SquaredDifference", "LogicalAnd", "LogicalOr", "Equal",
    "NotEqual", "AddN",
  ]
}

extension OperationInput {
  fileprivate func isKin(of other: OperationInput) -> Bool {
    switch (self, other) {
    case (.operation, .operation), (.variable, .variable), (.constant, .constant), (.modelInput, .modelInput),
      (.unknown, _), (_, .unknown):
      true
    default: false
    }
  }
}

extension OperationConstant {
  /// Whether both stand for the same numbers: a scalar is the same as a vector of it alone.
  func isSame(as other: OperationConstant) -> Bool {
    guard let values, let others = other.values else {
      return digest == nil || other.digest == nil || digest == other.digest
    }
    if values.count == others.count { return zip(values, others).allSatisfy { Self.isSame($0, $1) } }
    // A value that is broadcast may be written out on one side.
    guard let value = values.first, let another = others.first, values.count == 1 || others.count == 1 else {
      return false
    }
    return (values + others).allSatisfy { Self.isSame($0, value) } && Self.isSame(value, another)
  }

  /// Equal as float32 has them, which is what most programs compute in.
  private static func isSame(_ left: Double, _ right: Double) -> Bool {
    left == right || left.isNaN && right.isNaN
      || abs(left - right) <= 2 * Double(Float.ulpOfOne) * max(abs(left), abs(right))
  }
}

extension OperationDifference: CustomStringConvertible {
  public var description: String {
    switch self {
    case .attribute(let name, let reference, let candidate):
      "\(name) is \(reference) in the reference and \(candidate) in the candidate"
    case .constant(let input, let reference, let candidate):
      "input \(input) is \(reference) in the reference and \(candidate) in the candidate"
    case .variable(let input, let reference, let candidate):
      "input \(input) is the variable \(reference) in the reference, and in the candidate \(candidate), which is not its "
        + "partner"
    case .order(let first, let second): "inputs \(first) and \(second) are in each other's place"
    case .slope(let reference, let candidate):
      "below zero the slope is \(reference) in the reference and \(candidate) in the candidate, as Maximum(x, c·x) is "
        + "LeakyRelu with alpha c"
    case .bypass(let consumer, let side, let operation, let instead):
      "\(consumer) takes what \(operation) gives in the \(side.rawValue); in the \(side.other.rawValue) it takes \(instead) "
        + "itself, or the same elements in another shape"
    case .indices(let lookup, let reference, let candidate):
      "the indices differ that \(lookup) looks up: \(Self.list(reference)) in the reference and \(Self.list(candidate)) in the "
        + "candidate"
    }
  }
}

extension OperationDifference {
  private static func list(_ values: [Double]) -> String {
    "(" + values.map { NumberText.exact($0) }.joined(separator: ", ") + ")"
  }
}

extension OperationConstant: CustomStringConvertible {
  public var description: String {
    guard let values else { return "another constant of \(dtype) \(shape)" }
    let words = values.map { word($0) }
    return values.count == 1 ? words[0] : "(\(words.joined(separator: ", ")))"
  }

  /// A number as short as its element type tells it from others.
  func word(_ value: Double) -> String {
    dtype == "float64" || !value.isFinite ? NumberText.exact(value) : NumberText.exact(Float(value))
  }
}
