import TFDiffTensor

extension OperationDefinition {
  /// `y = f(x)` element by element.
  static let unary: [OperationDefinition] = [
    unary("Relu", .relu, reluGradient) { $0 < 0 ? 0 : $0 },
    unary("Neg", .negate, negateGradient, numbers) { -$0 },
    unary("Square", .square, squareGradient, numbers) { $0 * $0 },
    unary("Sqrt", .squareRoot, squareRootGradient) { $0.squareRoot() },
    unary("Rsqrt", .reciprocalSquareRoot, reciprocalSquareRootGradient) { 1 / $0.squareRoot() },
    unary("Floor", .floor, floorGradient) { $0.rounded(.down) },
  ]

  private static let floats: [DType] = [.float32, .float64]
  private static let numbers: [DType] = floats + [.int32, .int64]

  private static func unary(
    _ type: String, _ function: UnaryFunction, _ gradient: Gradient, _ types: [DType] = floats,
    reference: @escaping @Sendable (Double) -> Double
  ) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        try context.expectInputs(1, of: type)
        try context.expectType(types, ofInputs: 0..<1, of: type)
        return [context.inputs[0]]
      },
      compute: { invocation in
        let x = invocation.inputs[0]
        return [
          x.dtype.isFloatingPoint ? function.floating(x, threads: invocation.threads) : function.integral(x)
        ]
      },
      reference: { inputs, _ in [ReferenceArray(inputs[0]).map(reference).tensor] }, gradient: gradient)
  }
}

extension UnaryFunction {
  /// Computes on an int32 or int64 array, wrapping as TensorFlow does.
  fileprivate func integral(_ x: Tensor) -> Tensor {
    func map<T: FixedWidthInteger & TensorElement>(_ type: T.Type) -> Tensor {
      Tensor(
        x.elements(of: T.self).map { element in
          switch self {
          case .relu: max(element, 0)
          case .negate: 0 &- element
          case .square: element &* element
          case .squareRoot, .reciprocalSquareRoot, .floor: element
          }
        }, shape: x.shape)
    }
    return x.dtype == .int64 ? map(Int64.self) : map(Int32.self)
  }
}
