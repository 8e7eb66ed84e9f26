import TFDiffTensor

extension ExecutionContext {
  /// `tf.random.uniform` in float32. TensorFlow 2 leaves out the arithmetic that
  /// a zero `minval` or a unit `maxval` makes needless; TensorFlow 1.15 never does.
  /// Source: tensorflow/python/ops/random_ops.py, `random_uniform`.
  public func randomUniform(
    shape: Shape, minval: Float = 0, maxval: Float = 1, seed: Int? = nil, name: String = "random_uniform"
  ) throws -> Value {
    try withNameScope(name) { scope in
      let shapeValue = try shapeConstant(shape, name: "shape")
      guard version == .v1_15 || minval != 0 || maxval != 1 else {
        return try random("RandomUniform", shapeValue, seed: seed)
      }
      let low = try constant(Tensor(scalar: minval), name: "min")
      let high = try constant(Tensor(scalar: maxval), name: "max")
      let drawn = try random("RandomUniform", shapeValue, seed: seed)
      if version != .v1_15 && minval == 0 { return try apply1("Mul", [drawn, high], name: "Mul") }
      return try scale(drawn, from: low, to: high, name: scope)
    }
  }

  /// `drawn · (high − low) + low`.
  func scale(_ drawn: Value, from low: Value, to high: Value, name: String) throws -> Value {
    let range = try apply1("Sub", [high, low], name: "sub")
    let scaled = try apply1("Mul", [drawn, range], name: "mul")
    return try apply1(additionType, [scaled, low], name: name)
  }

  /// `tf.random.normal` in float32. Source: random_ops.py, `random_normal`.
  public func randomNormal(
    shape: Shape, mean: Float = 0, stddev: Float = 1, seed: Int? = nil, name: String = "random_normal"
  ) throws -> Value {
    try normal("RandomStandardNormal", shape: shape, mean: mean, stddev: stddev, seed: seed, name: name)
  }

  /// `tf.random.truncated_normal` in float32. Source: random_ops.py, `truncated_normal`.
  public func truncatedNormal(
    shape: Shape, mean: Float = 0, stddev: Float = 1, seed: Int? = nil, name: String = "truncated_normal"
  ) throws -> Value {
    try normal("TruncatedNormal", shape: shape, mean: mean, stddev: stddev, seed: seed, name: name)
  }

  private func normal(
    _ type: String, shape: Shape, mean: Float, stddev: Float, seed: Int?, name: String
  ) throws -> Value {
    try withNameScope(name) { scope in
      let shapeValue = try shapeConstant(shape, name: "shape")
      let mean = try constant(Tensor(scalar: mean), name: "mean")
      let stddev = try constant(Tensor(scalar: stddev), name: "stddev")
      let drawn = try random(type, shapeValue, seed: seed)
      let scaled = try apply1("Mul", [drawn, stddev], name: "mul")
      return try apply1(additionType, [scaled, mean], name: scope)
    }
  }

  func shapeConstant(_ shape: Shape, name: String) throws -> Value {
    try constant(Tensor(shape.dimensions.map(Int32.init)), name: name)
  }

  func random(_ type: String, _ shape: Value, seed: Int?) throws -> Value {
    let seeds = try nextSeeds(operationSeed: seed)
    let attributes: Attributes = [
      "seed": .int(Int(seeds.seed)), "seed2": .int(Int(seeds.seed2)), "dtype": .dtype(.float32),
    ]
    return try apply1(type, [shape], name: type, attributes: attributes)
  }

  /// What `math_ops.add` adds: the op was renamed when TensorFlow 2 made it commutative for strings.
  var additionType: String { version == .v1_15 ? "Add" : "AddV2" }
}
