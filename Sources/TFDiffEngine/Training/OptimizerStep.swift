import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One step of an optimizer in one world: what it makes of gradients, and how it applies them.
struct OptimizerStep {
  let optimizer: Optimizer
  let slots: SlotVariables
  let context: any ExecutionContext
  /// A float32 scalar.
  let learningRate: Value
  /// Which step it is, from 0; known in an eager run only, where alone it is asked for.
  let step: Int

  /// Adds or executes the operations that change the variables.
  ///
  /// - Throws: ``EngineError/badInput(operation:reason:)`` for an optimizer that does not exist in the context's world.
  func apply(_ gradients: [(gradient: Value, variable: Variable)]) throws {
    switch optimizer.family {
    case .v1: try applyV1(gradients)
    case .kerasLegacy: for (gradient, variable) in gradients { try applyLegacy(gradient, variable) }
    case .keras: for (gradient, variable) in gradients { try applyKeras(gradient, variable) }
    }
  }

  func number(_ value: Double, _ name: String) throws -> Value {
    try context.constant(Tensor(scalar: Float(value)), name: name)
  }

  /// A beta to the power of the number of steps, this one among them, in float32 as Keras computes it.
  func power(of beta: Double) -> Double { Double(powf(Float(beta), Float(step + 1))) }

  /// One of TensorFlow's operations that apply a gradient.
  func update(
    _ type: ParameterUpdate, _ variables: [Variable], _ operands: [ParameterUpdate.Operand: Value],
    isNesterov: Bool = false
  ) throws {
    let handles = try variables.map { try context.handle(of: $0) }
    let operands = try type.operands.map { operand in
      guard let value = operands[operand] else {
        throw EngineError.badInput(operation: type.rawValue, reason: "\(operand) is missing")
      }
      return value
    }
    _ = try context.apply(
      type.rawValue, handles + operands, name: type.rawValue, attributes: ["use_nesterov": .bool(isNesterov)])
  }
}

extension ExecutionContext {
  /// A variable's handle in this world.
  func handle(of variable: Variable) throws -> Value {
    try (self as? GraphContext)?.captured(variable) ?? variable.handle
  }
}
