import TFDiffTensor

/// How gradients are kept from being too large before they are applied.
public enum GradientClipping: Sendable, Hashable {
  /// Each element is kept between −limit and limit: `tf.clip_by_value`.
  case value(Float)
  /// Each gradient whose norm is above the limit is scaled down to it: `tf.clip_by_norm`.
  case norm(Float)
  /// All gradients are scaled alike where the norm of all together is above the limit: `tf.clip_by_global_norm`.
  case globalNorm(Float)

  /// Adds or executes the operations. Source: tensorflow/python/ops/clip_ops.py.
  public func clip(_ gradients: [Value?], in context: any ExecutionContext) throws -> [Value?] {
    switch self {
    case .value(let limit): try gradients.map { try $0.map { try context.clip($0, toValue: limit) } }
    case .norm(let limit): try gradients.map { try $0.map { try context.clip($0, toNorm: limit) } }
    case .globalNorm(let limit): try context.clip(gradients, toGlobalNorm: limit)
    }
  }
}

extension ExecutionContext {
  fileprivate func scalar(_ value: Float, _ name: String) throws -> Value {
    try constant(Tensor(scalar: value), name: name)
  }

  fileprivate func clip(_ x: Value, toValue limit: Float) throws -> Value {
    try withNameScope("clip_by_value") { scope in
      let low = try withNameScope("Minimum") { inner in
        try apply1("Minimum", [x, scalar(limit, "y")], name: inner)
      }
      return try apply1("Maximum", [low, scalar(-limit, "y")], name: scope)
    }
  }

  fileprivate func clip(_ x: Value, toNorm limit: Float) throws -> Value {
    try withNameScope("clip_by_norm") { scope in
      let squares = try sum(multiply(x, x), over: Array(0..<x.shape.rank), keepingDimensions: true)
      let isPositive = try apply1("Greater", [squares, scalar(0, "Greater/y")], name: "Greater")
      let ones = try filled(1, shape: squares.shape, name: "ones_like")
      let safe = try apply1("Select", [isPositive, squares, ones], name: "Select")
      let root = try apply1("Sqrt", [safe], name: "Sqrt")
      let norm = try apply1("Select", [isPositive, root, squares], name: "Select")
      let bound = try scalar(limit, "mul_1/y")
      let scaled = try multiply(x, bound)
      let divisor = try apply1("Maximum", [norm, bound], name: "Maximum")
      return try apply1("RealDiv", [scaled, divisor], name: "truediv")
    }
  }

  /// A norm that is infinite or no number makes every gradient no number.
  fileprivate func clip(_ gradients: [Value?], toGlobalNorm limit: Float) throws -> [Value?] {
    guard gradients.contains(where: { $0 != nil }) else { return gradients }
    return try withNameScope("clip_by_global_norm") { _ in
      let norm = try globalNorm(gradients.compactMap { $0 })
      let (one, bound) = (try scalar(1, "Const"), try scalar(limit, "mul/x"))
      let inverse = try apply1("RealDiv", [one, norm], name: "truediv")
      let greatest = try apply1("RealDiv", [one, bound], name: "truediv")
      let least = try apply1("Minimum", [inverse, greatest], name: "Minimum")
      let difference = try apply1("Sub", [norm, norm], name: "sub")
      let scale = try add(multiply(bound, least), difference)
      return try gradients.map { try $0.map { try multiply($0, scale) } }
    }
  }

  private func globalNorm(_ gradients: [Value]) throws -> Value {
    try withNameScope("global_norm") { scope in
      let halves = try gradients.map { try apply1("L2Loss", [$0], name: "L2Loss") }
      let stacked = try apply1(
        "Pack", halves, name: "stack", attributes: ["N": .int(halves.count), "axis": .int(0)])
      let doubled = try multiply(sum(stacked, over: [0]), scalar(2, "Const"))
      return try apply1("Sqrt", [doubled], name: scope)
    }
  }
}
