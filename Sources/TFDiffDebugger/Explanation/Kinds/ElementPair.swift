import TFDiffTensor

/// The elements of two tensors of one shape in float64, and how far rounding alone may have them apart.
struct ElementPair {
  let shape: Shape
  private(set) var reference: [Double]
  private(set) var candidate: [Double]
  /// The greatest finite magnitude of either side.
  let greatest: Double
  /// What rounding may make of a number as great as the greatest; 0 for integers, which are exact.
  let noise: Double
  /// What may be left of the difference where something explains it: no more than the noise, and a tenth of what there was.
  let limit: Double

  /// How many steps of float32, or of float64, the results of two ways to compute the same may be apart.
  static let steps = 16.0

  /// - Precondition: both have the same number of elements.
  init(_ reference: Tensor, _ candidate: Tensor) {
    shape = reference.shape
    self.reference = reference.doubles
    self.candidate = candidate.doubles
    var greatest = 0.0
    for side in [self.reference, self.candidate] {
      for value in side where value.isFinite { greatest = max(greatest, value.magnitude) }
    }
    self.greatest = greatest
    noise = Self.steps * max(reference.dtype.relativeStep, candidate.dtype.relativeStep) * greatest
    limit = min(noise, Self.greatestDifference(self.reference, self.candidate) / 10)
  }

  var count: Int { reference.count }

  /// The same with 0 on both sides where a side is not finite, so that such elements say nothing.
  var finite: ElementPair {
    var result = self
    for place in reference.indices where !reference[place].isFinite || !candidate[place].isFinite {
      (result.reference[place], result.candidate[place]) = (0, 0)
    }
    return result
  }

  /// The greatest absolute difference; not finite elements count as none.
  var greatestDifference: Double { Self.greatestDifference(reference, candidate) }

  private static func greatestDifference(_ reference: [Double], _ candidate: [Double]) -> Double {
    var result = 0.0
    for place in reference.indices {
      let difference = (candidate[place] - reference[place]).magnitude
      if difference.isFinite { result = max(result, difference) }
    }
    return result
  }

  /// The greatest `|candidate − expected|`, looked at no further than to the limit.
  ///
  /// - Returns: nil where it is more than the limit.
  func residual(_ expected: (Int) -> Double) -> Double? {
    var result = 0.0
    for place in candidate.indices {
      result = max(result, (candidate[place] - expected(place)).magnitude)
      guard result <= limit else { return nil }
    }
    return result
  }

  /// How many elements there are of each index of an axis before the next index.
  func stride(of axis: Int) -> Int { shape.dimensions[(axis + 1)...].reduce(1, *) }
}

extension Tensor {
  /// The elements in row-major order in float64.
  var doubles: [Double] {
    switch dtype {
    case .float64: elements(of: Double.self)
    case .float32: withElements(of: Float.self) { $0.map(Double.init) }
    case .int32, .int64, .uint8, .bool: (0..<elementCount).map { value(at: $0) }
    }
  }
}

extension DType {
  /// The step from 1 to the next number; 0 for integers.
  var relativeStep: Double {
    switch self {
    case .float32: Double(Float.ulpOfOne)
    case .float64: Double.ulpOfOne
    case .int32, .int64, .uint8, .bool: 0
    }
  }
}
