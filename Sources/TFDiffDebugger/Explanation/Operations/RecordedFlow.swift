import TFDiffTensor

/// The operations of an endpoint with the values that each takes.
struct RecordedFlow {
  let rows: [OperationRow]
  let places: SidePair<[String: Int]>

  init(_ rows: [OperationRow]) {
    self.rows = rows
    places = rows.places
  }

  /// What an operation takes at an input, in the shape in which it does; nil where that was not told.
  func value(_ input: Int, of event: OperationEvent, _ side: Side) -> Tensor? {
    let operand = event.operands.indices.contains(input) ? event.operands[input] : nil
    if let tensor = operand?.tensor { return tensor }
    guard event.inputs.indices.contains(input) else { return nil }
    switch event.inputs[input] {
    case .operation(_, output: 0):
      guard let row = places.row(of: event.inputs[input], side), let output = rows[row][side]?.output else {
        return nil
      }
      return operand.flatMap { output.viewed(as: $0.shape) } ?? (operand == nil ? output : nil)
    case .constant(let constant): return Tensor(constant)
    case .operation, .variable, .modelInput, .unknown: return nil
    }
  }

  /// All that an operation takes; nil where some of it was not told.
  func values(of event: OperationEvent, _ side: Side) -> [Tensor]? {
    let values = event.inputs.indices.map { value($0, of: event, side) }
    return values.contains { $0 == nil } ? nil : values.compactMap(\.self)
  }
}

extension Tensor {
  /// The same elements in another shape; nil where it has another number of them.
  func viewed(as shape: Shape) -> Tensor? {
    shape.elementCount == elementCount ? reshaped(to: shape) : nil
  }

  /// A constant that is told by its elements.
  init?(_ constant: OperationConstant) {
    guard let values = constant.values, let dtype = DType(rawValue: constant.dtype) else { return nil }
    let shape = Shape(constant.shape)
    guard shape.elementCount == values.count else { return nil }
    self = Tensor(values, shape: shape).converted(to: dtype)
  }

  /// The greatest absolute value; 0 where there is none, or one is NaN or infinite.
  var greatestMagnitude: Double {
    let statistics = Statistics(of: self)
    let greatest = max(abs(statistics.min), abs(statistics.max))
    return elementCount > 0 && greatest.isFinite ? greatest : 0
  }

  /// The greatest absolute difference of two tensors of as many elements; infinity where they have no elements in common, or
  /// one alone is NaN or infinite.
  func distance(to other: Tensor) -> Double {
    let own = dtype == other.dtype ? self : converted(to: other.dtype == .float64 ? .float64 : dtype)
    guard elementCount == other.elementCount,
      let pair = try? TensorPair(elementsOf: own, and: other.converted(to: own.dtype))
    else { return .infinity }
    let greatest = Comparison(of: pair, tolerance: .standard).maxAbs
    return greatest.isNaN ? .infinity : greatest
  }
}
