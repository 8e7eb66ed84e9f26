import TFDiffTensor

extension OperationDefinition {
  /// Python's `x[begin:end:stride, …]`, one triple a dimension in inputs 1 to 3; masks mark a `begin` or
  /// `end` left out, `…`, a new axis, and an index that drops its axis.
  static let stridedSlice = OperationDefinition(
    "StridedSlice",
    shapeRule: { context in
      let region = try SliceRegion(context)
      return [TensorSpec(context.inputs[0].dtype, region.outputShape)]
    },
    compute: { invocation in
      let (x, spec) = (invocation.inputs[0], invocation.outputs[0])
      let region = try SliceRegion(invocation.shapeContext)
      let sourceStrides = x.shape.strides
      let targetStrides = Shape(region.ranges.map(\.count)).strides
      let axes = region.ranges.enumerated().map { axis, range in
        StridedCopy.Axis(
          count: range.count, source: sourceStrides[axis] * range.stride, target: targetStrides[axis])
      }
      let start = x.shape.position(of: region.ranges.map(\.begin))
      return [x.copied(axes, to: spec, sourceStart: start, threads: invocation.threads)]
    },
    reference: { inputs, attributes in
      let region = try SliceRegion(ShapeContext(of: inputs, attributes))
      let x = ReferenceArray(inputs[0])
      var y = ReferenceArray(shape: Shape(region.ranges.map(\.count)))
      for index in y.indices { y[index] = x[zip(index, region.ranges).map { $1.begin + $0 * $1.stride }] }
      return [ReferenceArray(shape: region.outputShape, values: y.values).tensor]
    },
    gradient: stridedSliceGradient)
}

/// What a `StridedSlice` takes of each input axis, and the shape it gives it.
struct SliceRegion: Sendable {
  struct AxisRange: Sendable {
    var begin: Int
    var stride: Int
    var count: Int
  }

  /// One for each input axis.
  private(set) var ranges: [AxisRange] = []
  private(set) var outputShape = Shape.scalar

  private struct Masks {
    let begin: Int
    let end: Int
    let ellipsis: Int
    let newAxis: Int
    let shrink: Int

    init(_ attributes: Attributes) throws(EngineError) {
      begin = try attributes.int("begin_mask", default: 0)
      end = try attributes.int("end_mask", default: 0)
      ellipsis = try attributes.int("ellipsis_mask", default: 0)
      newAxis = try attributes.int("new_axis_mask", default: 0)
      shrink = try attributes.int("shrink_axis_mask", default: 0)
    }
  }

  private static let type = "StridedSlice"

  /// Follows tensorflow/core/util/strided_slice_op.cc, `ValidateStridedSliceOp`.
  init(_ context: ShapeContext) throws(EngineError) {
    try context.expectInputs(4, of: Self.type)
    let shape = context.inputs[0].shape
    let begin = try context.integers(ofInput: 1, named: "begin", of: Self.type)
    let end = try context.integers(ofInput: 2, named: "end", of: Self.type)
    let strides = try context.integers(ofInput: 3, named: "strides", of: Self.type)
    let masks = try Masks(context.attributes)
    guard begin.count == end.count, end.count == strides.count, begin.count < 32 else {
      throw Self.reject(
        "Expected begin, end, and strides to be 1D equal size tensors, but got \(begin.count), "
          + "\(end.count) and \(strides.count) elements")
    }
    guard masks.ellipsis.nonzeroBitCount <= 1 else {
      throw Self.reject("Multiple ellipses in slice spec not allowed")
    }
    var dimensions: [Int] = []
    for entry in begin.indices {
      if masks.ellipsis.bit(entry) {
        let later = begin.indices.filter { $0 > entry && !masks.newAxis.bit($0) }.count
        while ranges.count < shape.rank - later { dimensions.append(takeWhole(shape)) }
      } else if masks.newAxis.bit(entry) {
        dimensions.append(1)
      } else {
        guard ranges.count < shape.rank else {
          throw Self.reject(
            "Index out of range using input dim \(ranges.count); input has only \(shape.rank) dims")
        }
        let bounds = (begin: begin[entry], end: end[entry], stride: strides[entry])
        if let count = try take(bounds, entry, shape[ranges.count], masks) { dimensions.append(count) }
      }
    }
    while ranges.count < shape.rank { dimensions.append(takeWhole(shape)) }
    outputShape = Shape(dimensions)
  }

  private static func reject(_ reason: String) -> EngineError { .badInput(operation: type, reason: reason) }

  private mutating func takeWhole(_ shape: Shape) -> Int {
    let count = shape[ranges.count]
    ranges.append(AxisRange(begin: 0, stride: 1, count: count))
    return count
  }

  /// Takes part of the next axis; gives its length, or nil where the axis is dropped.
  private mutating func take(
    _ bounds: (begin: Int, end: Int, stride: Int), _ entry: Int, _ size: Int, _ masks: Masks
  ) throws(EngineError) -> Int? {
    let stride = bounds.stride
    guard stride != 0 else { throw Self.reject("strides[\(entry)] must be non-zero") }
    if masks.shrink.bit(entry) {
      guard stride > 0 else { throw Self.reject("only stride 1 allowed on non-range indexing.") }
      let index = masks.begin.bit(entry) ? 0 : bounds.begin
      guard let position = normalizedAxis(index, rank: size) else {
        throw Self.reject("slice index \(index) of dimension \(ranges.count) out of bounds.")
      }
      ranges.append(AxisRange(begin: position, stride: 1, count: 1))
      return nil
    }
    let limits = stride > 0 ? 0...size : -1...size - 1
    func clamp(_ bound: Int) -> Int {
      let position = bound < 0 ? max(bound, -size - 1) + size : min(bound, size)
      return min(max(position, limits.lowerBound), limits.upperBound)
    }
    let first = masks.begin.bit(entry) ? (stride > 0 ? 0 : size - 1) : clamp(bounds.begin)
    let last = masks.end.bit(entry) ? (stride > 0 ? size : -1) : clamp(bounds.end)
    let length = stride > 0 ? last - first : first - last
    let step = Int(min(stride.magnitude, UInt(Int32.max)))
    let count = length <= 0 ? 0 : (length + step - 1) / step
    ranges.append(AxisRange(begin: count == 0 ? 0 : first, stride: stride > 0 ? step : -step, count: count))
    return count
  }
}

extension Int {
  /// Whether bit `position` is set, as the masks have it.
  fileprivate func bit(_ position: Int) -> Bool { self & (1 << position) != 0 }
}
