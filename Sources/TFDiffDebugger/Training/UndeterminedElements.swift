import TFDiffTensor

/// The elements of a gradient in which its two sides, which match, differ by more than what follows from a gradient could agree
/// under: what an optimizer makes of them is not judged.
///
/// An optimizer may divide a gradient by its own size, as Adam does; where the two sides' gradients are both rounding noise, so
/// are then a whole update and the slots. An update can agree no better than the gradient that it is made of.
struct UndeterminedElements: Sendable {
  /// What the gradient has, which is what an update must have to be judged by it.
  let shape: Shape
  let count: Int
  /// A bit for each element, the lowest first: of a gradient that is noise nearly all may be meant.
  private let words: [UInt64]

  /// Nil where the two have not both the same shape and elements in float32.
  init?(_ left: Tensor, _ right: Tensor) {
    guard left.shape == right.shape, left.dtype == .float32, right.dtype == .float32 else { return nil }
    shape = left.shape
    words = left.withElements(of: Float.self) { left in
      right.withElements(of: Float.self) { right in
        stride(from: 0, to: left.count, by: UInt64.bitWidth).map { start in
          Self.word(left, right, start..<min(start + UInt64.bitWidth, left.count))
        }
      }
    }
    count = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Those of two sides that differ nowhere.
  init(noneOf shape: Shape) { (self.shape, count, words) = (shape, 0, []) }

  @inline(__always)
  private static func differ(_ left: Float, _ right: Float) -> Bool {
    let size = max(left.magnitude, right.magnitude)
    return Double((left - right).magnitude) > RungTolerance.backwardRate / 2 * Double(size)
  }

  private static func word(
    _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>, _ places: Range<Int>
  ) -> UInt64 {
    // Counting has no branches and is done in vectors, and of most words no element differs.
    var count = 0
    for place in places { count &+= differ(left[place], right[place]) ? 1 : 0 }
    if count == 0 { return 0 }
    return places.reduce(0) { differ(left[$1], right[$1]) ? $0 | 1 << UInt64($1 - places.lowerBound) : $0 }
  }

  /// The candidate's values with the reference's in these places.
  func replaced(in candidate: Tensor, by reference: Tensor) -> Tensor {
    if count == 0 { return candidate }
    var elements = candidate.elements(of: Float.self)
    reference.withElements(of: Float.self) { reference in
      for (index, word) in words.enumerated() {
        var left = word
        while left != 0 {
          let place = index * UInt64.bitWidth + left.trailingZeroBitCount
          elements[place] = reference[place]
          left &= left - 1
        }
      }
    }
    return Tensor(elements, shape: candidate.shape)
  }
}

extension EndpointRow {
  /// Of a gradient that matches, which of its elements determine nothing; nil where that cannot be known.
  var undeterminedElements: UndeterminedElements? {
    if let keptUndetermined { return keptUndetermined }
    guard status == .match, let reference = reference?.tensor, let candidate = candidate?.tensor else { return nil }
    if comparison?.maxAbs == 0 { return UndeterminedElements(noneOf: reference.shape) }
    return UndeterminedElements(reference, candidate)
  }
}
