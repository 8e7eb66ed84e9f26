import TFDiffTensor

/// The gradients of operations that move elements.
///
/// Source: tensorflow/python/ops/array_grad.py.
extension OperationDefinition {
  static let identityGradient = Gradient.ofOutput { _, _, gradient in [gradient] }

  /// Of an operation that gives its first input another shape.
  static let reshapeGradient = Gradient.ofOutput { context, operation, gradient in
    let shape = try context.shapeConstant(operation.inputs[0].shape, name: "Shape")
    let reshaped = try context.apply1("Reshape", [gradient, shape], name: "Reshape")
    return [reshaped] + operation.inputs.dropFirst().map { _ in nil }
  }

  static let transposeGradient = Gradient.ofOutput { context, operation, gradient in
    let inverse = try context.apply1("InvertPermutation", [operation.inputs[1]], name: "InvertPermutation")
    return [try context.apply1("Transpose", [gradient, inverse], name: "transpose"), nil]
  }

  static let concatGradient = Gradient.ofOutput { context, operation, gradient in
    let arrays = operation.inputs.dropLast()
    guard arrays.count > 1, let axis = operation.inputs.last else { return [gradient, nil] }
    let rank = try context.constant(Tensor(scalar: Int32(gradient.shape.rank)), name: "Rank")
    let positive = try context.withNameScope("mod") { try context.apply1("FloorMod", [axis, rank], name: $0) }
    let shapes = try arrays.map { try context.shapeConstant($0.shape, name: "Shape") }
    let offsets = try context.apply(
      "ConcatOffset", [positive] + shapes, name: "ConcatOffset", attributes: ["N": .int(arrays.count)])
    let parts: [Value?] = try arrays.indices.map { index in
      guard operation.needs(index) else { return nil }
      return try context.apply1("Slice", [gradient, offsets[index], shapes[index]], name: "Slice")
    }
    return parts + [nil]
  }

  static let packGradient = Gradient.ofOutput { context, operation, gradient in
    try context.apply(
      "Unpack", [gradient], name: "unstack",
      attributes: [
        "num": .int(operation.inputs.count), "axis": .int(operation.attributes.int("axis", default: 0)),
      ]
    ).map { $0 }
  }

  static let sliceGradient = Gradient.ofOutput { context, operation, gradient in
    let begin = try context.knownIntegers(operation.inputs[1], "begin", of: operation)
    let (whole, part) = (operation.inputs[0].shape, gradient.shape)
    let pads = begin.indices.flatMap { [Int32(begin[$0]), Int32(whole[$0] - part[$0] - begin[$0])] }
    let paddings = try context.constant(Tensor(pads, shape: [begin.count, 2]), name: "concat")
    return [try context.apply1("Pad", [gradient, paddings], name: "Pad"), nil, nil]
  }

  static let padGradient = Gradient.ofOutput { context, operation, gradient in
    let pads = try context.knownIntegers(operation.inputs[1], "paddings", of: operation)
    let begin = stride(from: 0, to: pads.count, by: 2).map { Int32(pads[$0]) }
    let start = try context.constant(Tensor(begin), name: "Reshape")
    let shape = try context.shapeConstant(operation.inputs[0].shape, name: "Shape")
    return [try context.apply1("Slice", [gradient, start, shape], name: "Slice"), nil]
  }

  static let stridedSliceGradient = Gradient.ofOutput { context, operation, gradient in
    let type = operation.inputs[1].dtype
    let dimensions = operation.inputs[0].shape.dimensions.map(Int64.init)
    let shape = try context.constant(Cast.convert(Tensor(dimensions), to: type), name: "Shape")
    let inputs = [shape] + operation.inputs[1...3] + [gradient]
    let found = try context.apply1(
      "StridedSliceGrad", inputs, name: "StridedSliceGrad", attributes: operation.attributes)
    return [found, nil, nil, nil]
  }

  static let fillGradient = Gradient.ofOutput { context, _, gradient in
    [nil, try context.sum(gradient, over: Array(0..<gradient.shape.rank))]
  }
}
