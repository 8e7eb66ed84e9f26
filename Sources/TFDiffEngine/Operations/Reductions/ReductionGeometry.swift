import TFDiffTensor

/// Which axes a reduction sums over, and how to walk the input.
struct ReductionGeometry: Sendable {
  /// One dimension of the input after joining neighbours that are alike; outermost first.
  struct Axis: Sendable {
    let count: Int
    let isReduced: Bool
  }

  let axes: [Axis]
  /// Elements summed into each output.
  let count: Int
  let outputShape: Shape

  /// Input 1 holds the axes, attribute `keep_dims` says whether they stay with size 1.
  init(_ context: ShapeContext, of operation: String) throws(EngineError) {
    try context.expectInputs(2, of: operation)
    let shape = context.inputs[0].shape
    let wanted = try context.integers(ofInput: 1, named: "reduction_indices", of: operation)
    let keepsDimensions = try context.attributes.bool("keep_dims", default: false)
    var reduced: Set<Int> = []
    for axis in wanted {
      guard let position = normalizedAxis(axis, rank: shape.rank) else {
        throw .badInput(
          operation: operation,
          reason: "Invalid reduction dimension (\(axis) for input with \(shape.rank) dimension(s)")
      }
      guard reduced.insert(position).inserted else {
        throw .badInput(
          operation: operation,
          reason: "Invalid reduction arguments: Axes contains duplicate dimension: \(position)")
      }
    }
    count = Shape(reduced.map { shape[$0] }).elementCount
    outputShape = Shape(
      (0..<shape.rank).compactMap { reduced.contains($0) ? (keepsDimensions ? 1 : nil) : shape[$0] })
    axes = Self.joined(shape, reduced)
  }

  /// Sums over all axes but the last, which stays.
  init(leadingAxesOf shape: Shape) {
    let reduced = Set(0..<max(shape.rank - 1, 0))
    count = Shape(reduced.map { shape[$0] }).elementCount
    outputShape = [shape[-1]]
    axes = Self.joined(shape, reduced)
  }

  private static func joined(_ shape: Shape, _ reduced: Set<Int>) -> [Axis] {
    var axes: [Axis] = []
    for axis in 0..<shape.rank where shape[axis] != 1 {
      let isReduced = reduced.contains(axis)
      if let last = axes.last, last.isReduced == isReduced {
        axes[axes.count - 1] = Axis(count: last.count * shape[axis], isReduced: isReduced)
      } else {
        axes.append(Axis(count: shape[axis], isReduced: isReduced))
      }
    }
    return axes
  }
}
