import TFDiffTensor

extension OperationDefinition {
  /// Operations whose output is one value throughout.
  static let filling: [OperationDefinition] = [
    fill, like("ZerosLike", 0), like("OnesLike", 1),
  ]

  /// Input 0 is the shape, input 1 the value, a scalar of any type.
  private static let fill = OperationDefinition(
    "Fill",
    shapeRule: { context in
      try context.expectInputs(2, of: "Fill")
      let dimensions = try context.integers(ofInput: 0, named: "dims", of: "Fill")
      if let negative = dimensions.first(where: { $0 < 0 }) {
        throw EngineError.badInput(operation: "Fill", reason: "Dimension \(negative) must be >= 0")
      }
      guard context.inputs[1].shape.rank == 0 else {
        throw EngineError.badInput(
          operation: "Fill", reason: "value must be a scalar, got shape \(context.inputs[1].shape)")
      }
      return [TensorSpec(context.inputs[1].dtype, Shape(dimensions))]
    },
    compute: { [repeating($0.inputs[1], $0.outputs[0])] },
    reference: { inputs, _ in
      let shape = Shape(inputs[0].integers ?? [])
      return [ReferenceArray(shape: shape, repeating: ReferenceArray(inputs[1]).values[0]).tensor]
    },
    gradient: fillGradient)

  private static func like(_ type: String, _ value: UInt8) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        try context.expectInputs(1, of: type)
        return [context.inputs[0]]
      },
      compute: { invocation in
        [
          repeating(
            Cast.convert(Tensor(scalar: value), to: invocation.inputs[0].dtype), invocation.outputs[0])
        ]
      },
      reference: { inputs, _ in
        [ReferenceArray(shape: inputs[0].shape, repeating: Double(value)).tensor]
      },
      gradient: .notDifferentiable)
  }

  /// - Parameter value: a scalar of the output's type.
  private static func repeating(_ value: Tensor, _ spec: TensorSpec) -> Tensor {
    if value.bytes.allSatisfy({ $0 == 0 }) { return Tensor(zerosOf: spec.dtype, shape: spec.shape) }
    let axis = StridedCopy.Axis(count: spec.shape.elementCount, source: 0, target: 1)
    return Tensor(spec) { target in
      _ = value.withRawPointer {
        StridedCopy([axis], elementBytes: spec.dtype.byteCount)(from: $0, to: target, threads: 1)
      }
    }
  }
}
