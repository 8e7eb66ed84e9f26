import TFDiffTensor

extension ExecutionContext {
  /// A tensor of one value: one constant where it is small, else a `Fill`.
  /// Source: tensorflow/python/ops/array_ops.py, `zeros` (fewer than 1000 elements are made in place).
  public func filled(_ value: Float, shape: Shape, dtype: DType = .float32, name: String) throws -> Value {
    let scalar = Tensor(scalar: value).converted(to: dtype)
    guard shape.elementCount >= 1000 else {
      return try constant(Tensor(repeating: value, shape: shape).converted(to: dtype), name: name)
    }
    return try withNameScope(name) { scope in
      let shapeValue = try shapeConstant(shape, name: "shape_as_tensor")
      let value = try constant(scalar, name: "Const")
      return try apply1("Fill", [shapeValue, value], name: scope)
    }
  }

  /// Python's `a * b`, named as the overloaded operator names it.
  public func multiply(_ a: Value, _ b: Value) throws -> Value { try binary("Mul", "mul", a, b) }
  /// Python's `scalar * b`.
  public func multiply(_ a: Float, _ b: Value) throws -> Value {
    try withNameScope("mul") { scope in
      try apply1("Mul", [constant(Tensor(scalar: a), name: "x"), b], name: scope)
    }
  }
  /// Python's `a + b`.
  public func add(_ a: Value, _ b: Value) throws -> Value { try binary("AddV2", "add", a, b) }
  /// Python's `a + scalar`.
  public func add(_ a: Value, _ b: Float) throws -> Value {
    try withNameScope("add") { scope in
      let scalar = Tensor(scalar: b).converted(to: a.dtype)
      return try apply1("AddV2", [a, constant(scalar, name: "y")], name: scope)
    }
  }

  public func relu(_ x: Value) throws -> Value { try apply1("Relu", [x], name: "Relu") }

  /// `tf.concat`.
  public func concat(_ values: [Value], axis: Int) throws -> Value {
    try withNameScope("concat") { scope in
      let axis = try constant(Tensor(scalar: Int32(axis)), name: "axis")
      return try apply1("ConcatV2", values + [axis], name: scope, attributes: ["N": .int(values.count)])
    }
  }

  /// `tf.add_n`.
  public func addN(_ values: [Value], name: String = "AddN") throws -> Value {
    try apply1("AddN", values, name: name, attributes: ["N": .int(values.count)])
  }

  /// The operator's own name scope, which is also its operation's name.
  private func binary(_ type: String, _ name: String, _ a: Value, _ b: Value) throws -> Value {
    try withNameScope(name) { scope in try apply1(type, [a, b], name: scope) }
  }
}
