import TFDiffTensor

/// The indices of all elements of a shape, one number a dimension, in row-major order.
struct RowMajorIndices: Sequence, IteratorProtocol {
  private let dimensions: [Int]
  private var index: [Int]
  private var left: Int
  private var hasBegun = false

  init(of shape: Shape) {
    dimensions = shape.dimensions
    index = Array(repeating: 0, count: shape.rank)
    left = shape.elementCount
  }

  mutating func next() -> [Int]? {
    guard left > 0 else { return nil }
    left -= 1
    // One array is counted up, and not before the loop has let go of what it was given: else each element would cost a copy.
    if hasBegun { advance() }
    hasBegun = true
    return index
  }

  private mutating func advance() {
    var axis = dimensions.count - 1
    while axis >= 0 {
      index[axis] += 1
      if index[axis] < dimensions[axis] { return }
      index[axis] = 0
      axis -= 1
    }
  }
}
