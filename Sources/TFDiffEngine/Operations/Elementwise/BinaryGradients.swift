import TFDiffTensor

/// The gradients of element-wise operations of two operands.
///
/// Source: tensorflow/python/ops/math_grad.py.
extension OperationDefinition {
  static let addGradient = Gradient.ofOutput { context, operation, gradient in
    try context.broadcastGradients(operation, gradient, x: { gradient }, y: { gradient })
  }

  static let subtractGradient = Gradient.ofOutput { context, operation, gradient in
    try context.broadcastGradients(operation, gradient, x: { gradient }, y: { try context.negate(gradient) })
  }

  static let multiplyGradient = Gradient.ofOutput { context, operation, gradient in
    let (x, y) = (operation.inputs[0], operation.inputs[1])
    let isPlain = x.shape == y.shape && x.shape == gradient.shape
    return try context.broadcastGradients(
      operation, gradient, x: { try context.apply1("Mul", [gradient, y], name: "Mul") },
      y: { try context.apply1("Mul", isPlain ? [gradient, x] : [x, gradient], name: "Mul") })
  }

  static let divideGradient = Gradient.ofOutput { context, operation, gradient in
    let (x, y) = (operation.inputs[0], operation.inputs[1])
    func quotient(_ a: Value, _ b: Value) throws -> Value { try context.apply1("RealDiv", [a, b], name: "RealDiv") }
    return try context.broadcastGradients(
      operation, gradient, x: { try quotient(gradient, y) },
      y: { try context.multiply(gradient, quotient(quotient(context.negate(x), y), y)) })
  }

  static let floorModuloGradient = Gradient.ofOutput { context, operation, gradient in
    try context.broadcastGradients(
      operation, gradient, x: { gradient },
      y: {
        let quotient = try context.apply1("FloorDiv", operation.inputs, name: "floordiv")
        return try context.multiply(gradient, context.negate(quotient))
      })
  }

  static let maximumGradient = extremeGradient("GreaterEqual")
  static let minimumGradient = extremeGradient("LessEqual")

  /// The gradient goes to the operand that was taken, of equal ones to the first.
  private static func extremeGradient(_ comparison: String) -> Gradient {
    .ofOutput { context, operation, gradient in
      let zeros = try context.apply1("ZerosLike", [gradient], name: "zeros_like")
      let isFirst = try context.apply1(comparison, operation.inputs, name: comparison)
      return try context.broadcastGradients(
        operation, gradient, x: { try context.apply1("SelectV2", [isFirst, gradient, zeros], name: "SelectV2") },
        y: { try context.apply1("SelectV2", [isFirst, zeros, gradient], name: "SelectV2") })
    }
  }

  /// The gradient of `Select`, whose operands have the result's shape.
  static let selectGradient = Gradient.ofOutput { context, operation, gradient in
    let zeros = try context.apply1("ZerosLike", [operation.inputs[1]], name: "zeros_like")
    let condition = operation.inputs[0]
    func select(_ x: Value, _ y: Value) throws -> Value {
      try context.apply1("Select", [condition, x, y], name: "Select")
    }
    return [nil, try select(gradient, zeros), try select(zeros, gradient)]
  }

  static let selectV2Gradient = Gradient.ofOutput { context, operation, gradient in
    let zero = try context.constant(Tensor(scalar: Float(0)).converted(to: gradient.dtype), name: "zeros")
    var output: Value?
    func reduced(_ x: Value, like operand: Value) throws -> Value {
      let shape = try context.shapeConstant(operand.shape, name: "Shape")
      let full = try output ?? context.shapeConstant(operation.outputs[0].shape, name: "Shape")
      output = full
      let axes = try context.apply(
        "BroadcastGradientArgs", [shape, full], name: "BroadcastGradientArgs", attributes: [:])
      let sum = try context.apply1("Sum", [x, axes[0]], name: "Sum", attributes: ["keep_dims": .bool(true)])
      return try context.apply1("Reshape", [sum, shape], name: "Reshape")
    }
    func select(_ x: Value, _ y: Value) throws -> Value {
      try context.apply1("SelectV2", [operation.inputs[0], x, y], name: "SelectV2")
    }
    return [
      nil, operation.needs(1) ? try reduced(select(gradient, zero), like: operation.inputs[1]) : nil,
      operation.needs(2) ? try reduced(select(zero, gradient), like: operation.inputs[2]) : nil,
    ]
  }
}
