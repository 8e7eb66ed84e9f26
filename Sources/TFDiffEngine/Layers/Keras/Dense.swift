import TFDiffTensor

/// Keras's `Dense`: `activation(inputs · kernel + bias)`. An object that makes its weights when it is first called and
/// keeps them.
///
/// Source: keras/layers/core/dense.py.
public final class Dense {
  public let units: Int
  private let activation: Activation
  private let kernelInitializer: Initializer
  private let name: String?
  private var scope: String?
  private var kernel: Variable?
  private var bias: Variable?

  /// - Parameters:
  ///   - kernelInitializer: one without random numbers: Keras draws those of its own initializers from a
  ///     generator of its own.
  ///   - name: by default `dense`, `dense_1`, … in the order in which layers are first called.
  public init(
    _ units: Int, activation: Activation = .linear, kernelInitializer: Initializer = .ones, name: String? = nil
  ) {
    self.units = units
    self.activation = activation
    self.kernelInitializer = kernelInitializer
    self.name = name
  }

  /// Made so far, in order.
  public var weights: [Variable] { [kernel, bias].compactMap { $0 } }

  /// - Parameter inputs: `[batch, features]`; the result is `[batch, units]`.
  public func callAsFunction(_ inputs: Value, in context: any ExecutionContext) throws -> Value {
    guard inputs.shape.rank == 2 else {
      throw EngineError.badInput(
        operation: "Dense", reason: "its input has shape \(inputs.shape); it takes [batch, features]")
    }
    let scope = scope ?? name ?? context.variableStore.uniqueLayerName("dense")
    self.scope = scope
    return try context.withNameScope(scope) { _ in
      let (kernel, bias) = try built(features: inputs.shape[1], in: context)
      let product = try context.withNameScope("MatMul") { scope in
        try context.apply1("MatMul", [inputs, context.read(kernel, name: "ReadVariableOp")], name: scope)
      }
      let sum = try context.withNameScope("BiasAdd") { scope in
        try context.apply1(
          "BiasAdd", [product, context.read(bias, name: "ReadVariableOp")], name: scope,
          attributes: ["data_format": .string("NHWC")])
      }
      return activation == .relu ? try context.relu(sum) : sum
    }
  }

  private func built(features: Int, in context: any ExecutionContext) throws -> (Variable, Variable) {
    let kernel =
      try kernel ?? context.addWeight("kernel", shape: [features, units], initializer: kernelInitializer)
    self.kernel = kernel
    let bias = try bias ?? context.addWeight("bias", shape: [units], initializer: .zeros)
    self.bias = bias
    return (kernel, bias)
  }
}
