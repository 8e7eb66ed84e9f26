import TFDiffTensor

extension OperationDefinition {
  /// Any number of arrays one after the other along an axis, which the last input gives.
  static let concat = OperationDefinition(
    "ConcatV2",
    shapeRule: { context in [try joined(context).spec] },
    compute: { invocation in
      let (axis, spec) = try joined(invocation.shapeContext)
      return [join(invocation.inputs.dropLast(), axis: axis, to: spec, threads: invocation.threads)]
    },
    reference: { inputs, attributes in
      let (axis, spec) = try joined(ShapeContext(of: inputs, attributes))
      let arrays = inputs.dropLast().map(ReferenceArray.init)
      var result = ReferenceArray(shape: spec.shape)
      var offset = 0
      for array in arrays {
        for index in array.indices {
          var position = index
          position[axis] += offset
          result[position] = array[index]
        }
        offset += array.shape[axis]
      }
      return [result.tensor]
    },
    gradient: concatGradient)

  private static func joined(_ context: ShapeContext) throws(EngineError) -> (axis: Int, spec: TensorSpec) {
    let type = "ConcatV2"
    try context.expectInputs(2...Int.max - 1, of: type)
    let count = context.inputs.count - 1
    try context.expectType(DType.allCases, ofInputs: 0..<count, of: type)
    let axes = try context.integers(ofInput: count, named: "axis", of: type)
    let first = context.inputs[0].shape
    guard axes.count == 1, let axis = normalizedAxis(axes[0], rank: first.rank) else {
      throw .badInput(
        operation: type,
        reason: "Expected concatenating dimensions in the range [-\(first.rank), \(first.rank)), "
          + "but got \(axes)")
    }
    var total = 0
    for index in 0..<count {
      let shape = context.inputs[index].shape
      guard shape.rank == first.rank else {
        throw .badInput(
          operation: type,
          reason: "Ranks of all inputs must match: shape[0] = \(first) vs. shape[\(index)] = \(shape)")
      }
      for other in 0..<first.rank where other != axis && shape[other] != first[other] {
        throw .badInput(
          operation: type,
          reason: "Dimension \(other) in both shapes must be equal: shape[0] = \(first) vs. "
            + "shape[\(index)] = \(shape)")
      }
      total += shape[axis]
    }
    var dimensions = first.dimensions
    dimensions[axis] = total
    return (axis, TensorSpec(context.inputs[0].dtype, Shape(dimensions)))
  }

  /// Equal arrays stacked along a new axis.
  static let pack = OperationDefinition(
    "Pack",
    shapeRule: { context in [try packed(context).spec] },
    compute: { invocation in
      let (axis, spec) = try packed(invocation.shapeContext)
      let rows = invocation.inputs.map { $0.reshaped(to: $0.shape.inserting(1, at: axis)) }
      return [join(rows[...], axis: axis, to: spec, threads: invocation.threads)]
    },
    reference: { inputs, attributes in
      let (axis, spec) = try packed(ShapeContext(of: inputs, attributes))
      let arrays = inputs.map(ReferenceArray.init)
      var result = ReferenceArray(shape: spec.shape)
      for index in result.indices {
        var inner = index
        let array = inner.remove(at: axis)
        result[index] = arrays[array][inner]
      }
      return [result.tensor]
    },
    gradient: packGradient)

  private static func packed(_ context: ShapeContext) throws(EngineError) -> (axis: Int, spec: TensorSpec) {
    let type = "Pack"
    try context.expectInputs(1...Int.max - 1, of: type)
    try context.expectType(DType.allCases, ofInputs: context.inputs.indices, of: type)
    let first = context.inputs[0]
    for (index, input) in context.inputs.enumerated() where input.shape != first.shape {
      throw .badInput(
        operation: type,
        reason: "Shapes of all inputs must match: values[0].shape = \(first.shape) != "
          + "values[\(index)].shape = \(input.shape)")
    }
    let wanted = try context.attributes.int("axis", default: 0)
    let rank = first.shape.rank + 1
    guard let axis = normalizedAxis(wanted, rank: rank) else {
      throw .badInput(operation: type, reason: "axis = \(wanted) not in [-\(rank), \(rank))")
    }
    return (axis, TensorSpec(first.dtype, first.shape.inserting(context.inputs.count, at: axis)))
  }

  private static func join(
    _ inputs: ArraySlice<Tensor>, axis: Int, to spec: TensorSpec, threads: Int
  ) -> Tensor {
    let size = spec.dtype.byteCount
    let targetStrides = spec.shape.strides
    return Tensor(spec) { target in
      var offset = 0
      for input in inputs {
        let strides = input.shape.strides
        let axes = (0..<spec.shape.rank).map {
          StridedCopy.Axis(count: input.shape[$0], source: strides[$0], target: targetStrides[$0])
        }
        _ = input.withRawPointer { source in
          StridedCopy(axes, elementBytes: size)(
            from: source, to: target + offset * targetStrides[axis] * size, threads: threads)
        }
        offset += input.shape[axis]
      }
    }
  }
}

extension Shape {
  func inserting(_ dimension: Int, at axis: Int) -> Shape {
    var dimensions = dimensions
    dimensions.insert(dimension, at: axis)
    return Shape(dimensions)
  }
}
