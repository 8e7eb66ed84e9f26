import TFDiffTensor

/// What rounding makes of a value, tensor by tensor: a running error analysis.
///
/// An operation rounds a sum of n products by about √n units in the last place of its greatest element (Higham, "Accuracy and
/// Stability of Numerical Algorithms", 2002, section 2.6: rounding errors add up as a random walk does). What its operands were
/// rounded by it hands on: absolutely where it adds or selects, and relatively to the greatest element elsewhere. The two sides
/// round differently, and what is estimated is typical and not the worst: ``margin`` is left for both.
struct RoundingEstimate: Sendable, Hashable {
  /// Absolute, typical.
  var error: Double
  /// The greatest absolute value.
  var greatest: Double
  var shape: Shape
  var isFloating: Bool

  /// How many times the typical error the greatest difference of two sides may be.
  static let margin = 4.0
  /// As how many terms an operation counts that TensorFlow runs as one, and that is a whole loop or function.
  static let composite = 4096.0
  /// The same of a layer whose operations are not told.
  static let untold = 1024.0

  /// Of a value that both sides have alike.
  init(exact value: Tensor) {
    (error, greatest, shape) = (0, value.greatestMagnitude, value.shape)
    isFloating = value.dtype.isFloatingPoint
  }

  /// Of a layer's value where its operations are not told.
  init(untold value: Tensor) {
    self.init(exact: value)
    error = value.dtype.relativeStep * greatest * Self.untold.squareRoot()
  }

  /// Of what an operation gives.
  ///
  /// - Parameters:
  ///   - operands: of the values that it takes, in their order; nil for those that nothing is known of.
  ///   - shapes: the shapes of all that it takes, as far as they are known.
  init(_ event: OperationEvent, output: Tensor, operands: [RoundingEstimate?], shapes: [Shape?]) {
    self.init(exact: output)
    let known = operands.compactMap(\.self)
    guard isFloating else {
      // A whole number or a flag that follows from rounded values may be any other.
      error = known.contains { $0.error > 0 } && !Self.shapes.contains(event.type) ? .infinity : 0
      return
    }
    let terms = ContractedTerms.count(event, output: output.shape, operands: shapes)
    let own = output.dtype.relativeStep * greatest * terms.squareRoot()
    error = (own * own + inherited(known, by: event)).squareRoot()
  }

  /// The square of the error that is handed on.
  private func inherited(_ operands: [RoundingEstimate], by event: OperationEvent) -> Double {
    let type = canonicalOperationType(event.type)
    let absolute = operands.reduce(0) { $0 + $1.error * $1.error }
    if Self.additive.contains(type) { return absolute }
    if Self.exponential.contains(type) { return absolute * greatest * greatest }
    let relative = operands.reduce(0) { sum, operand in
      guard operand.error > 0, operand.greatest > 0 else { return sum }
      let share = operand.error / operand.greatest
      return sum + share * share
    }
    return relative * greatest * greatest
  }

  /// Operations that make a relative error of an absolute one.
  private static let exponential: Set<String> = ["Exp", "Softmax"]
  /// Operations whose output depends on no element of what they take.
  private static let shapes: Set<String> = ["Shape", "ShapeN", "Size", "Rank"]
  /// Operations that hand an absolute error on as it is, or less of it: they add, select among what they take, or have a slope of
  /// at most 1.
  private static let additive: Set<String> = [
    "Add", "AddN", "Sub", "BiasAdd", "Neg", "Abs", "Relu", "Relu6", "Maximum", "Minimum", "MaxPool", "Max", "Min",
    "Concat",
    "Pad", "MirrorPad", "Slice", "StridedSlice", "Gather", "Transpose", "Split", "SplitV", "Select", "Pack", "Unpack",
    "Tile", "LeakyRelu",
    "Elu", "Sigmoid", "Tanh", "Erf", "Softplus", "Sin", "Cos", "LogSoftmax",
  ]
}
