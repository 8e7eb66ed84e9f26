import TFDiffTensor

/// Python's operators on tensors and variables, for optimizers that Keras composes of them.
struct Arithmetic {
  private let context: any ExecutionContext

  init(_ context: any ExecutionContext) { self.context = context }

  func read(_ variable: Variable) throws -> Value { try context.read(variable, name: "ReadVariableOp") }

  func assign(_ variable: Variable, _ value: Value) throws {
    _ = try context.apply(
      "AssignVariableOp", [context.handle(of: variable), value], name: "AssignVariableOp",
      attributes: ["dtype": .dtype(variable.dtype)])
  }

  func sum(_ a: Value, _ b: Value) throws -> Value { try apply("AddV2", "add", a, b) }
  func sum(_ a: Value, _ b: Float) throws -> Value { try sum(a, number(b)) }
  func difference(_ a: Value, _ b: Value) throws -> Value { try apply("Sub", "sub", a, b) }
  func product(_ a: Value, _ b: Value) throws -> Value { try apply("Mul", "mul", a, b) }
  func product(_ a: Value, _ b: Float) throws -> Value { try product(a, number(b)) }
  func quotient(_ a: Value, _ b: Value) throws -> Value { try apply("RealDiv", "truediv", a, b) }
  func negative(_ a: Value) throws -> Value { try context.negate(a) }
  func square(_ a: Value) throws -> Value { try context.apply1("Square", [a], name: "Square") }
  func root(_ a: Value) throws -> Value { try context.apply1("Sqrt", [a], name: "Sqrt") }
  func inverseRoot(_ a: Value) throws -> Value { try context.apply1("Rsqrt", [a], name: "Rsqrt") }

  func number(_ value: Float) throws -> Value { try context.constant(Tensor(scalar: value), name: "Const") }

  private func apply(_ type: String, _ name: String, _ a: Value, _ b: Value) throws -> Value {
    try context.withNameScope(name) { try context.apply1(type, [a, b], name: $0) }
  }
}
