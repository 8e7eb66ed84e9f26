import TFDiffTensor

extension OperationDefinition {
  /// Operations whose output is their input under another shape: they share its storage and copy nothing.
  static let views: [OperationDefinition] = [
    view("Identity", inputs: 1, gradient: identityGradient) { $0.inputs[0].shape },
    view("Reshape", inputs: 2, shape: reshaped),
    view("Squeeze", inputs: 1, shape: squeezed),
    view("ExpandDims", inputs: 2, shape: expanded),
  ]

  private static func view(
    _ type: String, inputs: Int, gradient: Gradient = reshapeGradient,
    shape: @escaping @Sendable (ShapeContext) throws -> Shape
  ) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        try context.expectInputs(inputs, of: type)
        return [TensorSpec(context.inputs[0].dtype, try shape(context))]
      },
      compute: { [$0.inputs[0].reshaped(to: $0.outputs[0].shape)] },
      reference: { inputs, attributes in
        let target = try shape(ShapeContext(of: inputs, attributes))
        return [ReferenceArray(shape: target, values: ReferenceArray(inputs[0]).values).tensor]
      },
      gradient: gradient)
  }

  /// Input 1 is the wanted shape, in which one −1 stands for what is left.
  private static func reshaped(_ context: ShapeContext) throws(EngineError) -> Shape {
    let type = "Reshape"
    var dimensions = try context.integers(ofInput: 1, named: "shape", of: type)
    let input = context.inputs[0].shape
    let unknown = dimensions.indices.filter { dimensions[$0] == -1 }
    guard unknown.count <= 1 else {
      throw .badInput(
        operation: type, reason: "Only one input size may be -1, not both \(unknown[0]) and \(unknown[1])")
    }
    for (index, size) in dimensions.enumerated() where size < -1 {
      throw .badInput(operation: type, reason: "Size \(index) must be non-negative, not \(size)")
    }
    if let index = unknown.first {
      dimensions[index] = try missingDimension(input: input, wanted: dimensions)
    }
    let shape = Shape(dimensions)
    guard let count = shape.representableElementCount, count == input.elementCount else {
      throw .badInput(
        operation: type,
        reason: "Input to reshape is a tensor with \(input.elementCount) values, but the requested shape "
          + "\(shape) has \(shape.representableElementCount.map(String.init) ?? "too many")")
    }
    return shape
  }

  /// What the −1 in `wanted` stands for. Where `wanted` has a zero, the zeros of both shapes are left out
  /// of the count (tensorflow/core/kernels/reshape_op.h).
  private static func missingDimension(input: Shape, wanted: [Int]) throws(EngineError) -> Int {
    let hasZero = wanted.contains(0)
    let count = Shape(input.dimensions.filter { !hasZero || $0 > 0 }).elementCount
    let known = Shape(wanted.filter { $0 > 0 }).representableElementCount
    guard let known, input.dimensions.contains(0) || count % known == 0 else {
      throw .badInput(
        operation: "Reshape",
        reason: "Input to reshape is a tensor with \(count) values, but the requested shape requires a "
          + "multiple of \(known.map(String.init) ?? "too many")")
    }
    return count / known
  }

  /// Attribute `squeeze_dims` names the axes of size 1 to drop; none means all of them.
  private static func squeezed(_ context: ShapeContext) throws(EngineError) -> Shape {
    let type = "Squeeze"
    let shape = context.inputs[0].shape
    let wanted = try context.attributes.ints("squeeze_dims", default: [])
    var dropped: Set<Int> = []
    for axis in wanted {
      guard let position = normalizedAxis(axis, rank: shape.rank) else {
        throw .badInput(
          operation: type,
          reason: "Tried to squeeze dim index \(axis) for tensor with \(shape.rank) dimensions.")
      }
      guard shape[position] == 1 else {
        throw .badInput(
          operation: type,
          reason: "Can not squeeze dim[\(position)], expected a dimension of 1, got \(shape[position])")
      }
      dropped.insert(position)
    }
    return Shape(
      shape.dimensions.indices.filter { wanted.isEmpty ? shape[$0] != 1 : !dropped.contains($0) }
        .map { shape[$0] })
  }

  /// Input 1 is the position of the new axis, counted in the output.
  private static func expanded(_ context: ShapeContext) throws(EngineError) -> Shape {
    let shape = context.inputs[0].shape
    let axes = try context.integers(ofInput: 1, named: "dim", of: "ExpandDims")
    guard axes.count == 1, let axis = normalizedAxis(axes[0], rank: shape.rank + 1) else {
      throw .badInput(
        operation: "ExpandDims",
        reason: "Tried to expand dim index \(axes) for tensor with \(shape.rank) dimensions.")
    }
    return shape.inserting(1, at: axis)
  }
}
