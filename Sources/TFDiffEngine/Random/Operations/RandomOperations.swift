import TFDiffTensor

extension OperationDefinition {
  /// The random operations: `RandomUniform`, `RandomStandardNormal` and `TruncatedNormal` (attribute `dtype`,
  /// input the shape) and `RandomUniformInt` (inputs shape, minval, maxval); all with attributes `seed` and `seed2`.
  ///
  /// Source: tensorflow/core/ops/random_ops.cc.
  public static let random: [OperationDefinition] = [
    real(
      "RandomUniform", float32: { filled($0, $1, $2, UniformFloat()) },
      float64: { filled($0, $1, $2, UniformDouble()) }),
    real(
      "RandomStandardNormal", float32: { filled($0, $1, $2, StandardNormalFloat()) },
      float64: { filled($0, $1, $2, StandardNormalDouble()) }),
    real(
      "TruncatedNormal", float32: { truncated($0, $1, $2, StandardNormalFloat()) },
      float64: { truncated($0, $1, $2, StandardNormalDouble()) }),
    OperationDefinition(
      "RandomUniformInt", isStateful: true, shapeRule: integerShapeRule,
      makeKernel: { try RandomUniformIntKernel($0) }),
  ]

  private static func real(
    _ type: String, float32: @escaping RandomKernel.Draw, float64: @escaping RandomKernel.Draw
  ) -> OperationDefinition {
    OperationDefinition(
      type, isStateful: true,
      shapeRule: { context in
        try require(context.inputs.count == 1, type, "takes 1 input, got \(context.inputs.count)")
        return [TensorSpec(try realType(context.attributes), try constantShape(context, type))]
      },
      makeKernel: { attributes in
        let isSingle = try realType(attributes) == .float32
        return try RandomKernel(type, attributes, draw: isSingle ? float32 : float64)
      })
  }

  @Sendable
  private static func integerShapeRule(_ context: ShapeContext) throws -> [TensorSpec] {
    let type = "RandomUniformInt"
    try require(context.inputs.count == 3, type, "takes 3 inputs, got \(context.inputs.count)")
    let dtype = context.inputs[1].dtype
    try require(
      dtype == context.inputs[2].dtype && (dtype == .int32 || dtype == .int64), type,
      "minval and maxval must both be int32 or both int64, got \(dtype) and \(context.inputs[2].dtype)")
    return [TensorSpec(dtype, try constantShape(context, type))]
  }

  private static func realType(_ attributes: Attributes) throws(EngineError) -> DType {
    let dtype = try attributes.dtype("dtype")
    guard dtype == .float32 || dtype == .float64 else {
      throw .badAttribute(name: "dtype", expected: "float32 or float64", found: .dtype(dtype))
    }
    return dtype
  }

  private static func constantShape(_ context: ShapeContext, _ type: String) throws(EngineError) -> Shape {
    guard let shape = context.constantInput(0) else {
      throw .badInput(operation: type, reason: "the shape must be known before the operation runs")
    }
    return try ShapeInput.shape(from: shape, operation: type)
  }

  private static func require(_ condition: Bool, _ type: String, _ reason: String) throws(EngineError) {
    guard condition else { throw .badInput(operation: type, reason: reason) }
  }

  private static func filled(
    _ shape: Shape, _ generator: PhiloxRandom, _ threads: Int, _ distribution: some PhiloxDistribution
  ) -> Tensor {
    Tensor(shape: shape) { PhiloxFill(generator: generator, threads: threads).fill($0, with: distribution) }
  }

  private static func truncated<Distribution: PhiloxDistribution>(
    _ shape: Shape, _ generator: PhiloxRandom, _ threads: Int, _ distribution: Distribution
  ) -> Tensor where Distribution.Element: BinaryFloatingPoint {
    Tensor(shape: shape) {
      PhiloxFill(generator: generator, threads: threads).fillTruncated($0, with: distribution)
    }
  }
}
