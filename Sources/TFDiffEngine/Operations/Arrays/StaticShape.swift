import TFDiffTensor

/// The operations whose outputs are the shapes of their inputs: known as soon as the inputs' shapes are.
enum StaticShape {
  /// The outputs of such an operation, or nil for any other.
  ///
  /// - Throws: ``EngineError/badAttribute(name:expected:found:)`` for another `out_type` than int32 or int64, and
  ///   ``EngineError/badInput(operation:reason:)`` for a dimension that int32 does not hold.
  static func values(
    _ type: String, _ inputs: [TensorSpec], _ attributes: Attributes
  ) throws(EngineError) -> [Tensor]? {
    guard type == "Shape" || type == "ShapeN" else { return nil }
    let dtype = try elementType(attributes)
    var values: [Tensor] = []
    for input in inputs { values.append(try vector(input.shape, dtype, of: type)) }
    return values
  }

  /// One vector for each input, as int32 or what attribute `out_type` says.
  static func specs(_ inputs: [TensorSpec], _ attributes: Attributes) throws(EngineError) -> [TensorSpec] {
    let type = try elementType(attributes)
    return inputs.map { TensorSpec(type, [$0.shape.rank]) }
  }

  private static func vector(_ shape: Shape, _ type: DType, of operation: String) throws(EngineError) -> Tensor {
    if type == .int64 { return Tensor(shape.dimensions.map(Int64.init)) }
    for dimension in shape.dimensions where Int32(exactly: dimension) == nil {
      throw .badInput(
        operation: operation, reason: "dimension \(dimension) does not fit int32; ask for out_type int64")
    }
    return Tensor(shape.dimensions.map { Int32(truncatingIfNeeded: $0) })
  }

  private static func elementType(_ attributes: Attributes) throws(EngineError) -> DType {
    let type = attributes["out_type"] == nil ? .int32 : try attributes.dtype("out_type")
    guard type == .int32 || type == .int64 else {
      throw .badAttribute(name: "out_type", expected: "int32 or int64", found: .dtype(type))
    }
    return type
  }
}

extension OperationDefinition {
  /// The shape of input 0; and the shapes of all inputs.
  static let shapes: [OperationDefinition] = [shape("Shape", inputs: 1...1), shape("ShapeN", inputs: 1...Int.max - 1)]

  private static func shape(_ type: String, inputs: ClosedRange<Int>) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        try context.expectInputs(inputs, of: type)
        return try StaticShape.specs(context.inputs, context.attributes)
      },
      compute: { invocation in
        try StaticShape.values(type, invocation.shapeContext.inputs, invocation.attributes) ?? []
      },
      reference: { inputs, _ in inputs.map { Tensor($0.shape.dimensions.map(Double.init)) } },
      gradient: .notDifferentiable)
  }
}
