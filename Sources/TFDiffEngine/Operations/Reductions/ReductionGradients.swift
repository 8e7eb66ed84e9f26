import TFDiffTensor

/// Source: tensorflow/python/ops/math_grad.py.
extension OperationDefinition {
  static let sumGradient = Gradient.ofOutput { context, operation, gradient in
    [try context.spread(gradient, over: operation), nil]
  }

  static let meanGradient = Gradient.ofOutput { context, operation, gradient in
    let spread = try context.spread(gradient, over: operation)
    let count = operation.inputs[0].shape.elementCount / max(operation.outputs[0].shape.elementCount, 1)
    let factor = try context.constant(Tensor(scalar: Float(count)).converted(to: spread.dtype), name: "Const")
    let quotient = try context.withNameScope("truediv") { try context.apply1("RealDiv", [spread, factor], name: $0) }
    return [quotient, nil]
  }

  static let l2LossGradient = Gradient.ofElements { context, operation, gradient in
    try context.multiply(operation.inputs[0], gradient)
  }

  static let addNGradient = Gradient.ofOutput { _, operation, gradient in operation.inputs.map { _ in gradient } }
}

extension ExecutionContext {
  /// The gradient of a sum: each element that was summed receives that of the sum. Source: math_grad.py, `_SumGrad`.
  fileprivate func spread(_ gradient: Value, over operation: ForwardOperation) throws -> Value {
    let shape = operation.inputs[0].shape
    let wanted = try knownIntegers(operation.inputs[1], "the axes", of: operation)
    let axes = Set(wanted.compactMap { normalizedAxis($0, rank: shape.rank) })
    let kept = Shape(shape.dimensions.enumerated().map { axes.contains($0.offset) ? 1 : $0.element })
    let column = try reshape(gradient, to: kept)
    if wanted == Array(0..<shape.rank) {
      return try apply1("Tile", [column, shapeConstant(shape, name: "Const")], name: "Tile")
    }
    let multiples = Shape(shape.dimensions.enumerated().map { axes.contains($0.offset) ? $0.element : 1 })
    return try withNameScope("Tile") { scope in
      try apply1("Tile", [column, shapeConstant(multiples, name: "multiples")], name: scope)
    }
  }
}
