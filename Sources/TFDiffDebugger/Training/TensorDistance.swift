import TFDiffTensor

/// How far two tensors are apart as a whole.
struct TensorDistance: Sendable, Hashable {
  /// The sum of the squared differences, and of the reference's squares.
  var squared: Double
  var squaredSize: Double

  /// Nil where the two have other shapes, or are not float32 or float64.
  init?(_ reference: Tensor, _ candidate: Tensor) {
    guard reference.shape == candidate.shape, reference.dtype == candidate.dtype else { return nil }
    switch reference.dtype {
    case .float32: self.init(of: Float.self, reference, candidate)
    case .float64: self.init(of: Double.self, reference, candidate)
    default: return nil
    }
  }

  private init<Element: TensorElement & BinaryFloatingPoint>(
    of type: Element.Type, _ reference: Tensor, _ candidate: Tensor
  ) {
    (squared, squaredSize) = (0, 0)
    reference.withElements(of: type) { left in
      candidate.withElements(of: type) { right in
        for place in left.indices {
          let difference = Double(left[place]) - Double(right[place])
          squared += difference * difference
          squaredSize += Double(left[place]) * Double(left[place])
        }
      }
    }
  }

  /// The Euclidean norm of the difference.
  var norm: Double { squared.squareRoot() }
}
