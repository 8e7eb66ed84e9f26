import TFDiffTensor

/// The migration guide's layer that makes its variables anew at each call instead of keeping them.
public struct BrokenScalingLayer: StatelessModel {
  public let name = "broken-scaling-layer"
  public let inputShape: Shape = [1, 299, 299, 3]
  public let endpoints = ["output"]

  public init() {}

  /// `inputs · 2 + 2`.
  @inline(never)
  public func callAsFunction(
    _ inputs: Value, training: Bool, in context: any ExecutionContext
  ) throws -> Value {
    try context.withNameScope("broken_scaling_layer") { _ in
      let scale = try context.variable(Tensor(scalar: Float(2)))
      let bias = try context.variable(Tensor(scalar: Float(2)), name: "bias")
      return try context.endpoint("output", context.scale(inputs, by: scale, plus: bias))
    }
  }
}

extension ExecutionContext {
  /// `inputs * scale + bias`.
  func scale(_ inputs: Value, by scale: Variable, plus bias: Variable) throws -> Value {
    let product = try withNameScope("mul") { scope in
      try apply1("Mul", [inputs, read(scale, name: "ReadVariableOp")], name: scope)
    }
    return try withNameScope("add") { scope in
      try apply1("AddV2", [product, read(bias, name: "ReadVariableOp")], name: scope)
    }
  }
}
