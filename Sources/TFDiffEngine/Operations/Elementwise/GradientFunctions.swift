import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

extension OperationDefinition {
  /// The gradients of element-wise functions, from the function's result and the gradient of the result, of one shape.
  static let gradientFunctions: [OperationDefinition] = [
    elements("ReluGrad", .rectifiedLinear) { dy, y in y > 0 ? dy : 0 * dy },
    elements("SqrtGrad", .squareRoot) { y, dy in dy / (2 * y) },
    elements("RsqrtGrad", .reciprocalSquareRoot) { y, dy in -dy * y * y * y / 2 },
  ]

  private static func elements(
    _ type: String, _ function: GradientFunction, reference: @escaping @Sendable (Double, Double) -> Double
  ) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        try context.expectInputs(2, of: type)
        try context.expectType([.float32, .float64], ofInputs: 0..<2, of: type)
        try context.expect(context.inputs[0].shape, ofInput: 1, of: type)
        return [context.inputs[0]]
      },
      compute: { invocation in
        let (a, b) = (invocation.inputs[0], invocation.inputs[1])
        return [function.map(a, b, invocation.threads)]
      },
      reference: { inputs, _ in
        let (a, b) = (ReferenceArray(inputs[0]), ReferenceArray(inputs[1]))
        return [ReferenceArray(shape: a.shape, values: zip(a.values, b.values).map(reference)).tensor]
      })
  }
}

/// The functions there are.
private enum GradientFunction: Sendable {
  case rectifiedLinear, squareRoot, reciprocalSquareRoot

  func map(_ a: Tensor, _ b: Tensor, _ threads: Int) -> Tensor {
    switch self {
    case .rectifiedLinear: Self.map(RectifiedLinear.self, a, b, threads)
    case .squareRoot: Self.map(SquareRoot.self, a, b, threads)
    case .reciprocalSquareRoot: Self.map(ReciprocalSquareRoot.self, a, b, threads)
    }
  }

  private static func map<F: PairFunction>(_ function: F.Type, _ a: Tensor, _ b: Tensor, _ threads: Int) -> Tensor {
    a.dtype == .float64
      ? elementwise(function, Double.self, a, b, threads) : elementwise(function, Float.self, a, b, threads)
  }
}

private protocol PairFunction {
  static func apply<T: BinaryFloatingPoint>(_ a: T, _ b: T) -> T
}

/// Of the gradient and the result. An infinite gradient where nothing passes is no number, as in TensorFlow
/// (tensorflow/core/kernels/relu_op_functor.h multiplies with zero).
private enum RectifiedLinear: PairFunction {
  @inline(__always)
  static func apply<T: BinaryFloatingPoint>(_ gradient: T, _ y: T) -> T { gradient * (y > 0 ? 1 : 0) }
}
/// Of the result and the gradient, as are the rest (tensorflow/core/kernels/cwise_ops_gradients.h).
private enum SquareRoot: PairFunction {
  @inline(__always)
  static func apply<T: BinaryFloatingPoint>(_ y: T, _ gradient: T) -> T { gradient * 0.5 / y }
}
private enum ReciprocalSquareRoot: PairFunction {
  @inline(__always)
  static func apply<T: BinaryFloatingPoint>(_ y: T, _ gradient: T) -> T { gradient * -0.5 * y * (y * y) }
}

private func elementwise<F: PairFunction, T: BinaryFloatingPoint & TensorElement>(
  _ function: F.Type, _ type: T.Type, _ a: Tensor, _ b: Tensor, _ threads: Int
) -> Tensor {
  Tensor(shape: a.shape, of: T.self) { out in
    a.withElements(of: T.self) { a in
      b.withElements(of: T.self) { b in
        guard let out = out.baseAddress, let x = a.baseAddress, let y = b.baseAddress else { return }
        Parallel.forEachRange(of: a.count, threads: threads) { for i in $0 { out[i] = F.apply(x[i], y[i]) } }
      }
    }
  }
}
