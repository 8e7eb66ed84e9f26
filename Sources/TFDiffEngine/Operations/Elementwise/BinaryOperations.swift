import TFDiffTensor

extension OperationDefinition {
  /// `z = f(x, y)` element by element, broadcasting as NumPy does.
  static let binary: [OperationDefinition] = [
    binary("Add", .add, numbers, addGradient) { $0 + $1 },
    binary("AddV2", .add, numbers, addGradient) { $0 + $1 },
    binary("Sub", .subtract, numbers, subtractGradient) { $0 - $1 },
    binary("Mul", .multiply, numbers, multiplyGradient) { $0 * $1 },
    binary("RealDiv", .divide, [.float32, .float64], divideGradient) { $0 / $1 },
    binary("FloorDiv", .floorDivide, numbers, .ofOutput { _, _, _ in [nil, nil] }) { ($0 / $1).rounded(.down) },
    binary("FloorMod", .floorModulo, numbers, floorModuloGradient) { $0 - ($0 / $1).rounded(.down) * $1 },
    binary("Maximum", .maximum, numbers, maximumGradient) { $0.isNaN ? $0 : $1.isNaN ? $1 : max($0, $1) },
    binary("Minimum", .minimum, numbers, minimumGradient) { $0.isNaN ? $0 : $1.isNaN ? $1 : min($0, $1) },
  ]

  private static let numbers: [DType] = [.float32, .float64, .int32, .int64, .uint8]

  private static func binary(
    _ type: String, _ function: BinaryFunction, _ types: [DType], _ gradient: Gradient,
    reference: @escaping @Sendable (Double, Double) -> Double
  ) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        let shape = try broadcastShape(context, of: type)
        try context.expectType(types, ofInputs: 0..<2, of: type)
        return [TensorSpec(context.inputs[0].dtype, shape)]
      },
      compute: { invocation in
        let (a, b, shape) = (invocation.inputs[0], invocation.inputs[1], invocation.outputs[0].shape)
        if a.dtype.isFloatingPoint {
          return [function.floating(a, b, to: shape, threads: invocation.threads)]
        }
        return [try function.integral(a, b, to: shape, operation: type)]
      },
      reference: { inputs, _ in [try ReferenceKernel.broadcast(inputs, of: type, reference).tensor] },
      gradient: gradient)
  }

  /// The shape that the first two inputs broadcast to.
  static func broadcastShape(_ context: ShapeContext, of type: String) throws(EngineError) -> Shape {
    try context.expectInputs(2, of: type)
    let (a, b) = (context.inputs[0].shape, context.inputs[1].shape)
    guard let shape = a.broadcast(with: b) else {
      throw .badInput(operation: type, reason: "Incompatible shapes: \(a) vs. \(b)")
    }
    return shape
  }
}

extension ReferenceKernel {
  /// Applies `body` to each pair of elements that broadcasting brings together.
  static func broadcast(
    _ inputs: [Tensor], of operation: String, _ body: (Double, Double) -> Double
  ) throws -> ReferenceArray {
    let shape = try OperationDefinition.broadcastShape(ShapeContext(of: inputs, [:]), of: operation)
    let (a, b) = (ReferenceArray(inputs[0]).repeated(to: shape), ReferenceArray(inputs[1]).repeated(to: shape))
    return ReferenceArray(shape: shape, values: zip(a.values, b.values).map(body))
  }
}
