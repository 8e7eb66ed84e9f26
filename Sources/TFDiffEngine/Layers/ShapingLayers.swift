import TFDiffTensor

extension ExecutionContext {
  /// slim's `flatten`: `[batch, …]` becomes `[batch, features]`.
  public func flatten(_ inputs: Value, scope: String? = nil) throws -> Value {
    guard let batch = inputs.shape.dimensions.first else {
      throw EngineError.badInput(operation: "flatten", reason: "its input is a scalar; it takes [batch, …]")
    }
    let features = inputs.shape.dimensions.dropFirst().reduce(1, *)
    return try withNameScope(scope ?? "Flatten") { _ in
      try withNameScope("flatten") { _ in
        let shape = try shapeConstant([batch == 0 ? 0 : -1, features], name: "Const")
        return try apply1("Reshape", [inputs, shape], name: "Reshape")
      }
    }
  }

  /// slim's `softmax` over the last dimension. Source: tf_slim/layers/layers.py, `softmax`.
  public func softmax(_ logits: Value, scope: String? = nil) throws -> Value {
    try withVariableScope(scope, default: "softmax") { _ in
      let matrix = try withNameScope("Reshape") { scope in
        let shape = try shapeConstant([-1, logits.shape[-1]], name: "shape")
        return try apply1("Reshape", [logits, shape], name: scope)
      }
      let probabilities = try apply1("Softmax", [matrix], name: "Softmax")
      let shape = try shapeConstant(logits.shape, name: "Shape")
      return try apply1("Reshape", [probabilities, shape], name: "Reshape")
    }
  }

  /// slim's `repeat`: the same layer several times over, each in the scope of its name and number, all in one
  /// variable scope.
  public func `repeat`(
    _ inputs: Value, _ repetitions: Int, named name: String, scope: String? = nil,
    _ layer: (_ inputs: Value, _ scope: String) throws -> Value
  ) throws -> Value {
    try withVariableScope(scope, default: "Repeat") { _ in
      try (0..<repetitions).reduce(inputs) { net, index in try layer(net, "\(name)_\(index + 1)") }
    }
  }
}
