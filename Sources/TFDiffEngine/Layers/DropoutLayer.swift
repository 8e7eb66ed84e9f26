import TFDiffTensor

extension ExecutionContext {
  /// slim's `dropout`: in training each element is kept with the probability `keepProbability` and then divided
  /// by it, or else becomes zero; in inference nothing happens. Default: keep half.
  ///
  /// Source: tf_slim/layers/layers.py, `dropout`.
  public func dropout(
    _ inputs: Value, scope: String? = nil, _ given: LayerArguments = .init()
  ) throws -> Value {
    try withVariableScope(scope, default: "Dropout") { entered in
      let arguments = resolve(
        .dropout, given, defaults: LayerArguments(isTraining: true, keepProbability: 0.5))
      guard arguments.isTraining ?? true else { return try apply1("Identity", [inputs], name: "Identity") }
      // Keras takes the layer's own name inside its scope; a scope called Dropout so makes what follows dropout_1.
      let layerName = entered.name.split(separator: "/").last.map(String.init) ?? entered.name
      return try withNameScope(layerName) { _ in
        try leavingNameScope { try drop(inputs, rate: 1 - (arguments.keepProbability ?? 0.5)) }
      }
    }
  }

  /// `tf.nn.dropout`. Source: tensorflow/python/ops/nn_ops.py, `dropout_v2` and, for TensorFlow 1.15, `dropout`.
  public func drop(_ x: Value, rate: Float, seed: Int? = nil) throws -> Value {
    try withNameScope("dropout") { scope in
      switch version {
      case .v2_12: try selectKept(x, rate: rate, seed: seed)
      case .v1_15: try multiplyKept(x, rate: rate, seed: seed, scope: scope)
      }
    }
  }

  private func selectKept(_ x: Value, rate: Float, seed: Int?) throws -> Value {
    let scale = try constant(Tensor(scalar: Float(1 / (1 - Double(rate)))), name: "Const")
    let scaled = try apply1("Mul", [x, scale], name: "Mul")
    let shape = try shapeConstant(x.shape, name: "Shape")
    let drawn = try withNameScope("random_uniform") { _ in try random("RandomUniform", shape, seed: seed) }
    let kept = try withNameScope("GreaterEqual") { scope in
      try apply1("GreaterEqual", [drawn, constant(Tensor(scalar: rate), name: "y")], name: scope)
    }
    let zero = try constant(Tensor(scalar: Float(0)), name: "Const")
    return try apply1("SelectV2", [kept, scaled, zero], name: "SelectV2")
  }

  private func multiplyKept(_ x: Value, rate: Float, seed: Int?, scope: String) throws -> Value {
    let rateValue = try constant(Tensor(scalar: rate), name: "rate")
    let shape = try shapeConstant(x.shape, name: "Shape")
    let drawn = try scaledUniform(shape, seed: seed)
    let keep = try withNameScope("sub") { scope in
      try apply1("Sub", [constant(Tensor(scalar: Float(1)), name: "x"), rateValue], name: scope)
    }
    let scale = try withNameScope("truediv") { scope in
      try apply1("RealDiv", [constant(Tensor(scalar: Float(1)), name: "x"), keep], name: scope)
    }
    let kept = try apply1("GreaterEqual", [drawn, rateValue], name: "GreaterEqual")
    let scaled = try multiply(x, scale)
    let mask = try apply1(
      "Cast", [kept], name: "Cast", attributes: ["SrcT": .dtype(.bool), "DstT": .dtype(.float32)])
    return try multiply(scaled, mask)
  }

  private func scaledUniform(_ shape: Value, seed: Int?) throws -> Value {
    try withNameScope("random_uniform") { scope in
      let low = try constant(Tensor(scalar: Float(0)), name: "min")
      let high = try constant(Tensor(scalar: Float(1)), name: "max")
      return try scale(random("RandomUniform", shape, seed: seed), from: low, to: high, name: scope)
    }
  }

  /// Runs `body` in the name scope around the current one.
  private func leavingNameScope<Result>(_ body: () throws -> Result) throws -> Result {
    let outer = scopes.nameScope.dropLast().lastIndex(of: "/").map { scopes.nameScope[...$0] } ?? ""
    return try withScopes({ $0.nameScope = String(outer) }, body)
  }
}
