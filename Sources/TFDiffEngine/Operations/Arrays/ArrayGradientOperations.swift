import TFDiffTensor

extension OperationDefinition {
  /// What the gradients of operations that move elements are made of.
  static let arrayGradients: [OperationDefinition] = [
    concatOffset, invertPermutation, stridedSliceGrad, unpack, passing("StopGradient", .notDifferentiable),
    passing("PreventGradient", nil),
  ]

  /// Where each of several arrays begins in their concatenation: input 0 is the axis, the rest are the shapes.
  private static let concatOffset = OperationDefinition(
    "ConcatOffset",
    shapeRule: { Array($0.inputs.dropFirst()) },
    compute: { try offsets($0.shapeContext).map { Tensor($0.map(Int32.init)) } },
    reference: { inputs, attributes in
      try offsets(ShapeContext(of: inputs, attributes)).map { Tensor($0.map(Double.init)) }
    },
    gradient: .notDifferentiable)

  private static func offsets(_ context: ShapeContext) throws(EngineError) -> [[Int]] {
    let type = "ConcatOffset"
    try context.expectInputs(2...Int.max - 1, of: type)
    try context.expectType([.int32], ofInputs: context.inputs.indices, of: type)
    var offset = 0
    var result: [[Int]] = []
    for index in 1..<context.inputs.count {
      let shape = try context.integers(ofInput: index, named: "shape", of: type)
      let axes = try context.integers(ofInput: 0, named: "concat_dim", of: type)
      guard let axis = axes.first.flatMap({ normalizedAxis($0, rank: shape.count) }) else {
        throw .badInput(operation: type, reason: "Concat dim is out of range: \(axes) for \(shape.count) dimensions")
      }
      result.append(shape.indices.map { $0 == axis ? offset : 0 })
      offset += shape[axis]
    }
    return result
  }

  /// The permutation that undoes one: `y[x[i]] = i`.
  private static let invertPermutation = OperationDefinition(
    "InvertPermutation",
    shapeRule: { context in
      try context.expectInputs(1, of: "InvertPermutation")
      try context.expectType([.int32, .int64], ofInputs: 0..<1, of: "InvertPermutation")
      try context.expectRank(1, ofInput: 0, named: "x", of: "InvertPermutation")
      return [context.inputs[0]]
    },
    compute: { invocation in
      let inverse = try inverted(invocation.inputs[0].integers ?? [])
      return [Cast.convert(Tensor(inverse.map(Int64.init)), to: invocation.inputs[0].dtype)]
    },
    reference: { inputs, _ in [Tensor(try inverted(inputs[0].integers ?? []).map(Double.init))] },
    gradient: .notDifferentiable)

  private static func inverted(_ permutation: [Int]) throws(EngineError) -> [Int] {
    var inverse = [Int?](repeating: nil, count: permutation.count)
    for (index, target) in permutation.enumerated() {
      guard inverse.indices.contains(target), inverse[target] == nil else {
        throw .badInput(operation: "InvertPermutation", reason: "\(permutation) is not a permutation")
      }
      inverse[target] = index
    }
    return inverse.compactMap(\.self)
  }

  /// Zeros of the shape of input 0, with input 4 where a `StridedSlice` with inputs 1 to 3 takes its elements from.
  private static let stridedSliceGrad = OperationDefinition(
    "StridedSliceGrad",
    shapeRule: { context in [TensorSpec(context.inputs[4].dtype, try region(context).shape)] },
    compute: { invocation in
      let (gradient, spec) = (invocation.inputs[4], invocation.outputs[0])
      let ranges = try region(invocation.shapeContext).region.ranges
      let sourceStrides = Shape(ranges.map(\.count)).strides
      let targetStrides = spec.shape.strides
      let axes = ranges.enumerated().map { axis, range in
        StridedCopy.Axis(
          count: range.count, source: sourceStrides[axis], target: targetStrides[axis] * range.stride)
      }
      let start = spec.shape.position(of: ranges.map(\.begin))
      return [gradient.copied(axes, to: spec, targetStart: start, fill: 0, threads: invocation.threads)]
    },
    reference: { inputs, attributes in
      let (region, shape) = try region(ShapeContext(of: inputs, attributes))
      let gradient = ReferenceArray(shape: Shape(region.ranges.map(\.count)), values: ReferenceArray(inputs[4]).values)
      var result = ReferenceArray(shape: shape)
      for index in gradient.indices {
        result[zip(index, region.ranges).map { $1.begin + $0 * $1.stride }] = gradient[index]
      }
      return [result.tensor]
    })

  private static func region(_ context: ShapeContext) throws(EngineError) -> (region: SliceRegion, shape: Shape) {
    let type = "StridedSliceGrad"
    try context.expectInputs(5, of: type)
    let shape = Shape(try context.integers(ofInput: 0, named: "shape", of: type))
    var inputs = Array(context.inputs.dropLast())
    inputs[0] = TensorSpec(context.inputs[4].dtype, shape)
    let region = try SliceRegion(
      ShapeContext(inputs: inputs, attributes: context.attributes, constantInput: context.constantInput))
    try context.expect(region.outputShape, ofInput: 4, of: type)
    return (region, shape)
  }

  /// The slices of an array along an axis, without it: attribute `num` of them.
  private static let unpack = OperationDefinition(
    "Unpack",
    shapeRule: { context in
      let (axis, count) = try unpacked(context)
      var dimensions = context.inputs[0].shape.dimensions
      dimensions.remove(at: axis)
      return (0..<count).map { _ in TensorSpec(context.inputs[0].dtype, Shape(dimensions)) }
    },
    compute: { invocation in
      let axis = try unpacked(invocation.shapeContext).axis
      let x = invocation.inputs[0]
      var (sourceStrides, counts) = (x.shape.strides, x.shape.dimensions)
      let step = sourceStrides.remove(at: axis)
      counts.remove(at: axis)
      return invocation.outputs.enumerated().map { index, spec in
        let targetStrides = spec.shape.strides
        let axes = counts.indices.map {
          StridedCopy.Axis(count: counts[$0], source: sourceStrides[$0], target: targetStrides[$0])
        }
        return x.copied(axes, to: spec, sourceStart: index * step, threads: invocation.threads)
      }
    },
    reference: { inputs, attributes in
      let (axis, count) = try unpacked(ShapeContext(of: inputs, attributes))
      let x = ReferenceArray(inputs[0])
      var dimensions = x.shape.dimensions
      dimensions.remove(at: axis)
      return (0..<count).map { slice in
        var y = ReferenceArray(shape: Shape(dimensions))
        for index in y.indices {
          var source = index
          source.insert(slice, at: axis)
          y[index] = x[source]
        }
        return y.tensor
      }
    },
    gradient: .function { context, operation, gradients in
      let parts = try zip(gradients, operation.outputs).map { gradient, output in
        try gradient ?? context.apply1("ZerosLike", [output], name: "zeros_like")
      }
      let axis = try operation.attributes.int("axis", default: 0)
      return [
        try context.apply1(
          "Pack", parts, name: "stack", attributes: ["N": .int(parts.count), "axis": .int(axis)])
      ]
    })

  private static func unpacked(_ context: ShapeContext) throws(EngineError) -> (axis: Int, count: Int) {
    try context.expectInputs(1, of: "Unpack")
    let shape = context.inputs[0].shape
    let count = try context.attributes.int("num")
    guard let axis = normalizedAxis(try context.attributes.int("axis", default: 0), rank: shape.rank) else {
      throw .badInput(operation: "Unpack", reason: "axis is out of range for \(shape)")
    }
    guard shape[axis] == count else {
      throw .badInput(operation: "Unpack", reason: "Input shape axis \(axis) must equal \(count), got shape \(shape)")
    }
    return (axis, count)
  }

  /// Gives its input back; what is special about it is its gradient.
  private static func passing(_ type: String, _ gradient: Gradient?) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        try context.expectInputs(1, of: type)
        return [context.inputs[0]]
      },
      compute: { $0.inputs }, reference: { inputs, _ in [ReferenceArray(inputs[0]).tensor] }, gradient: gradient)
  }
}
