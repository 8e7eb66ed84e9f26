import TFDiffTensor

/// What gradients are built of, under the names that TensorFlow's Python gives them.
extension ExecutionContext {
  func negate(_ x: Value) throws -> Value { try apply1("Neg", [x], name: "Neg") }

  /// `tf.reduce_sum` over axes that are known.
  func sum(_ x: Value, over axes: [Int], keepingDimensions: Bool = false) throws -> Value {
    try withNameScope("Sum") { scope in
      let indices = try constant(Tensor(axes.map(Int32.init)), name: "reduction_indices")
      return try apply1("Sum", [x, indices], name: scope, attributes: ["keep_dims": .bool(keepingDimensions)])
    }
  }

  /// `tf.reshape` to a shape that is known.
  func reshape(_ x: Value, to shape: Shape) throws -> Value {
    try withNameScope("Reshape") { scope in
      // Python's empty tuple first becomes a constant of no type in particular.
      if shape.rank == 0, version == .v2_12 { _ = try constant(Tensor([] as [Float]), name: "shape") }
      return try apply1("Reshape", [x, shapeConstant(shape, name: "shape")], name: scope)
    }
  }

  /// What a gradient comes to for an operand that was broadcast: its sum over the axes along which it was repeated.
  func unbroadcast(_ gradient: Value, to shape: Shape, over axes: [Int]) throws -> Value {
    gradient.shape == shape ? gradient : try reshape(sum(gradient, over: axes), to: shape)
  }

  /// The value of a tensor, where it is known before the run.
  func knownIntegers(_ value: Value, _ name: String, of operation: ForwardOperation) throws -> [Int] {
    guard let integers = knownValue(of: value)?.integers else {
      throw EngineError.badInput(operation: operation.name, reason: "its gradient needs \(name) to be known")
    }
    return integers
  }
}

/// Along which axes two operands of a broadcasting operation are repeated.
struct BroadcastAxes: Hashable {
  let x: Shape
  let y: Shape
  let ofX: [Int]
  let ofY: [Int]

  /// - Throws: ``EngineError/badInput(operation:reason:)`` where the shapes do not broadcast.
  ///
  /// Source: tensorflow/core/util/bcast.h. An axis of size one is counted for both where both have it; summing over it
  /// changes nothing.
  init(_ x: Shape, _ y: Shape) throws(EngineError) {
    guard let result = x.broadcast(with: y) else {
      throw .badInput(operation: "BroadcastGradientArgs", reason: "Incompatible shapes: \(x) vs. \(y)")
    }
    self.x = x
    self.y = y
    if x == y {
      (ofX, ofY) = ([], [])
      return
    }
    let rank = result.rank
    func size(_ shape: Shape, _ axis: Int) -> Int {
      let own = axis - (rank - shape.rank)
      return own < 0 ? 1 : shape[own]
    }
    ofX = (0..<rank).filter { size(x, $0) == 1 }
    ofY = (0..<rank).filter { size(y, $0) == 1 }
  }
}
