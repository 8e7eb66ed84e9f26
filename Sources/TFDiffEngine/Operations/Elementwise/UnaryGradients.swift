import TFDiffTensor

/// The gradients of element-wise operations of one operand.
///
/// Source: tensorflow/python/ops/math_grad.py and nn_grad.py.
extension OperationDefinition {
  static let reluGradient = Gradient.ofElements { context, operation, gradient in
    try context.apply1("ReluGrad", [gradient, operation.outputs[0]], name: "ReluGrad")
  }

  static let negateGradient = Gradient.ofElements { context, _, gradient in try context.negate(gradient) }

  static let squareGradient = Gradient.ofElements { context, operation, gradient in
    let two = try context.constant(Tensor(scalar: Float(2)).converted(to: gradient.dtype), name: "Const")
    let twice = try context.apply1("Mul", [operation.inputs[0], two], name: "Mul")
    return try context.apply1("Mul", [gradient, twice], name: "Mul")
  }

  static let squareRootGradient = Gradient.ofElements { context, operation, gradient in
    try context.apply1("SqrtGrad", [operation.outputs[0], gradient], name: "SqrtGrad")
  }

  static let reciprocalSquareRootGradient = Gradient.ofElements { context, operation, gradient in
    try context.apply1("RsqrtGrad", [operation.outputs[0], gradient], name: "RsqrtGrad")
  }

  /// A step has the slope zero everywhere: TensorFlow gives none at all.
  static let floorGradient = Gradient.ofOutput { _, _, _ in [nil] }

  static let castGradient = Gradient.ofOutput { context, operation, gradient in
    let source = operation.inputs[0].dtype
    guard source.isFloatingPoint, gradient.dtype.isFloatingPoint else { return [nil] }
    let attributes: Attributes = ["SrcT": .dtype(gradient.dtype), "DstT": .dtype(source)]
    return [try context.apply1("Cast", [gradient], name: "Cast", attributes: attributes)]
  }

  static let softmaxGradient = Gradient.ofElements { context, operation, gradient in
    let softmax = operation.outputs[0]
    let product = try context.multiply(gradient, softmax)
    let sum = try context.sum(product, over: [-1], keepingDimensions: true)
    let centered = try context.withNameScope("sub") { try context.apply1("Sub", [gradient, sum], name: $0) }
    return try context.multiply(centered, softmax)
  }
}
