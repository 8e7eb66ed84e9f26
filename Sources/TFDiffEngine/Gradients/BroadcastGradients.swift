import TFDiffTensor

extension ExecutionContext {
  /// The gradients of an element-wise operation of two operands that broadcast.
  ///
  /// - Parameters: what each operand's gradient would be if it had the result's shape.
  func broadcastGradients(
    _ operation: ForwardOperation, _ gradient: Value, x ofX: () throws -> Value, y ofY: () throws -> Value
  ) throws -> [Value?] {
    let (x, y) = (operation.inputs[0].shape, operation.inputs[1].shape)
    let axes = try BroadcastAxes(x, y)
    if x != y || x != gradient.shape { try (self as? GraphContext)?.addBroadcastArguments(axes) }
    return [
      operation.needs(0) ? try unbroadcast(ofX(), to: x, over: axes.ofX) : nil,
      operation.needs(1) ? try unbroadcast(ofY(), to: y, over: axes.ofY) : nil,
    ]
  }
}

extension GraphContext {
  /// Adds the operation by which TensorFlow asks for the axes, the first time that a graph has two such shapes. What it
  /// gives is known, and nothing reads it.
  ///
  /// Source: tensorflow/python/ops/math_grad.py, `SmartBroadcastGradientArgs`.
  fileprivate func addBroadcastArguments(_ axes: BroadcastAxes) throws {
    guard graph.isNew(axes) else { return }
    _ = try withNameScope("BroadcastGradientArgs") { scope in
      // Python's empty tuple first becomes a constant of no type in particular.
      if axes.x.rank == 0, version == .v2_12 { _ = try constant(Tensor([] as [Float]), name: "s0") }
      let shapes = try [shapeConstant(axes.x, name: "s0"), shapeConstant(axes.y, name: "s1")]
      return try apply("BroadcastGradientArgs", shapes, name: scope, attributes: [:])
    }
  }
}

extension OperationDefinition {
  /// The axes along which each of two shapes is repeated where they broadcast to one: two int32 vectors.
  static let broadcastGradientArguments = OperationDefinition(
    "BroadcastGradientArgs",
    shapeRule: { context in
      let axes = try broadcastAxes(context)
      let type = context.inputs[0].dtype
      return [TensorSpec(type, [axes.ofX.count]), TensorSpec(type, [axes.ofY.count])]
    },
    compute: { invocation in
      let axes = try broadcastAxes(invocation.shapeContext)
      return [axes.ofX, axes.ofY].map { Cast.convert(Tensor($0.map(Int64.init)), to: invocation.inputs[0].dtype) }
    },
    reference: { inputs, attributes in
      let axes = try broadcastAxes(ShapeContext(of: inputs, attributes))
      return [axes.ofX, axes.ofY].map { Tensor($0.map(Double.init)) }
    },
    gradient: .notDifferentiable)

  private static func broadcastAxes(_ context: ShapeContext) throws(EngineError) -> BroadcastAxes {
    let type = "BroadcastGradientArgs"
    try context.expectInputs(2, of: type)
    return try BroadcastAxes(
      Shape(context.integers(ofInput: 0, named: "s0", of: type)),
      Shape(context.integers(ofInput: 1, named: "s1", of: type)))
  }
}
