import TFDiffTensor

extension OperationDefinition {
  /// `condition ? x : y` element by element. `Select` takes a condition of `x`'s shape, a scalar, or one for
  /// each of `x`'s rows; `SelectV2` broadcasts all three.
  static let selection: [OperationDefinition] = [
    select("Select", operands: rowwise, selectGradient),
    select("SelectV2", operands: broadcasting, selectV2Gradient),
  ]

  /// The shapes under which condition, `x` and `y` broadcast, and what they broadcast to.
  private typealias Operands = (shapes: [Shape], output: Shape)

  private static func select(
    _ type: String, operands: @escaping @Sendable (ShapeContext) throws(EngineError) -> Operands,
    _ gradient: Gradient
  ) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        try check(context, of: type)
        return [TensorSpec(context.inputs[1].dtype, try operands(context).output)]
      },
      compute: { invocation in
        let (shapes, output) = try operands(invocation.shapeContext)
        let inputs = zip(invocation.inputs, shapes).map { $0.reshaped(to: $1) }
        return [
          Selection.select(
            inputs[0], inputs[1], inputs[2], to: TensorSpec(inputs[1].dtype, output),
            threads: invocation.threads)
        ]
      },
      reference: { inputs, attributes in
        let (shapes, output) = try operands(ShapeContext(of: inputs, attributes))
        let arrays = zip(inputs, shapes).map { input, shape in
          ReferenceArray(shape: shape, values: ReferenceArray(input).values).repeated(to: output).values
        }
        return [Tensor(arrays[0].indices.map { arrays[arrays[0][$0] != 0 ? 1 : 2][$0] }, shape: output)]
      },
      gradient: gradient)
  }

  private static func check(_ context: ShapeContext, of type: String) throws(EngineError) {
    try context.expectInputs(3, of: type)
    try context.expectType([.bool], ofInputs: 0..<1, of: type)
    try context.expectType(DType.allCases, ofInputs: 1..<3, of: type)
  }

  private static func rowwise(_ context: ShapeContext) throws(EngineError) -> Operands {
    let (condition, x, y) = (context.inputs[0].shape, context.inputs[1].shape, context.inputs[2].shape)
    guard x == y else {
      throw .badInput(
        operation: "Select", reason: "'then' and 'else' must have the same shape: \(x) vs. \(y)")
    }
    if condition == x || condition.rank == 0 { return ([condition, x, y], x) }
    guard condition.rank == 1, x.rank >= 1, condition[0] == x[0] else {
      throw .badInput(
        operation: "Select",
        reason: "Number of batches of 'then' must match size of 'cond', but saw: \(x) vs. \(condition)")
    }
    let column = Shape([condition[0]] + Array(repeating: 1, count: x.rank - 1))
    return ([column, x, y], x)
  }

  private static func broadcasting(_ context: ShapeContext) throws(EngineError) -> Operands {
    let shapes = context.inputs.map(\.shape)
    guard let both = shapes[1].broadcast(with: shapes[2]), let output = shapes[0].broadcast(with: both) else {
      throw .badInput(
        operation: "SelectV2",
        reason: "condition \(shapes[0]), then \(shapes[1]) and else \(shapes[2]) must be broadcastable")
    }
    return (shapes, output)
  }
}

/// Picks elements by a condition; elements of any type are moved as bits.
enum Selection {
  static func select(
    _ condition: Tensor, _ x: Tensor, _ y: Tensor, to spec: TensorSpec, threads: Int
  ) -> Tensor {
    switch spec.dtype.byteCount {
    case 4: select(UInt32.self, condition, x, y, to: spec, threads)
    case 8: select(UInt64.self, condition, x, y, to: spec, threads)
    default: select(UInt8.self, condition, x, y, to: spec, threads)
    }
  }

  private static func select<Bits: BitwiseCopyable>(
    _ type: Bits.Type, _ condition: Tensor, _ x: Tensor, _ y: Tensor, to spec: TensorSpec, _ threads: Int
  ) -> Tensor {
    let plan = BroadcastPlan([condition.shape, x.shape, y.shape], to: spec.shape)
    let (length, steps) = (plan.rowLength, plan.rowSteps)
    return Tensor(spec) { target in
      let out = target.assumingMemoryBound(to: Bits.self)
      condition.withElements(of: Bool.self) { condition in
        x.bytes.withMemoryRebound(to: Bits.self) { x in
          y.bytes.withMemoryRebound(to: Bits.self) { y in
            let grain = max(Parallel.elementGrain / max(length, 1), 1)
            Parallel.forEachRange(of: plan.rowCount, grain: grain, threads: threads) { rows in
              plan.forEachRow(in: rows) { row, starts in
                for i in 0..<length {
                  out[row * length + i] =
                    condition[starts[0] + i * steps[0]]
                    ? x[starts[1] + i * steps[1]] : y[starts[2] + i * steps[2]]
                }
              }
            }
          }
        }
      }
    }
  }
}
