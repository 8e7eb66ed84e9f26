import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension OperationDefinition {
  /// Cross-entropies of the softmax of logits `[batch, classes]`; outputs are the loss of each row, `[batch]`, and its
  /// gradient, `[batch, classes]`. Labels are one class a row, or a probability for each class.
  ///
  /// Source: tensorflow/core/kernels/sparse_xent_op.h and xent_op.h.
  static let crossEntropies: [OperationDefinition] = [
    sparseSoftmaxCrossEntropy, softmaxCrossEntropy, logSoftmax,
  ]

  private static let sparseSoftmaxCrossEntropy = OperationDefinition(
    "SparseSoftmaxCrossEntropyWithLogits",
    shapeRule: { context in
      let type = "SparseSoftmaxCrossEntropyWithLogits"
      try context.expectInputs(2, of: type)
      try context.expectType([.float32], ofInputs: 0..<1, of: type)
      try context.expectType([.int32, .int64], ofInputs: 1..<2, of: type)
      try context.expectRank(2, ofInput: 0, named: "logits", of: type)
      let logits = context.inputs[0].shape
      try context.expect([logits[0]], ofInput: 1, of: type)
      guard logits[1] > 0 else {
        throw EngineError.badInput(operation: type, reason: "Must have at least one class, got logits \(logits)")
      }
      return [TensorSpec(.float32, [logits[0]]), context.inputs[0]]
    },
    compute: { invocation in
      let logits = invocation.inputs[0]
      let labels = try checkedLabels(invocation.inputs[1], classes: logits.shape[1])
      let rows = CrossEntropy.rows(logits, classes: logits.shape[1]) { row, logits in
        CrossEntropy(logits, label: labels[row])
      }
      return CrossEntropy.outputs(rows, shape: logits.shape)
    },
    reference: { inputs, _ in
      let x = ReferenceArray(inputs[0])
      let labels = inputs[1].integers ?? []
      var gradient = x.logSoftmax.map { $0.map { exp($0) } }
      for (row, label) in labels.enumerated() { gradient[row][label] -= 1 }
      let losses = zip(x.logSoftmax, labels).map { -$0[$1] }
      return [Tensor(losses), Tensor(gradient.flatMap(\.self), shape: x.shape)]
    },
    gradient: .function { context, operation, gradients in
      [try crossEntropyGradient(context, operation, gradients), nil]
    })

  private static let softmaxCrossEntropy = OperationDefinition(
    "SoftmaxCrossEntropyWithLogits",
    shapeRule: { context in
      let shape = try matrix(context)
      try context.expectType([.float32], ofInputs: 0..<2, of: "SoftmaxCrossEntropyWithLogits")
      return [TensorSpec(.float32, [shape[0]]), TensorSpec(.float32, shape)]
    },
    compute: { invocation in
      let shape = try matrix(invocation.shapeContext)
      let (logits, labels) = (invocation.inputs[0].repeated(to: shape), invocation.inputs[1].repeated(to: shape))
      let classes = shape[1]
      let rows = labels.withElements(of: Float.self) { labels in
        CrossEntropy.rows(logits, classes: classes) { row, logits in
          CrossEntropy(logits, labels: UnsafeBufferPointer(rebasing: labels[row * classes..<(row + 1) * classes]))
        }
      }
      return CrossEntropy.outputs(rows, shape: shape)
    },
    reference: { inputs, attributes in
      let shape = try matrix(ShapeContext(of: inputs, attributes))
      let (x, labels) = (ReferenceArray(inputs[0]).repeated(to: shape), ReferenceArray(inputs[1]).repeated(to: shape))
      let logs = x.logSoftmax.flatMap(\.self)
      let classes = shape[1]
      let losses = (0..<shape[0]).map { row in
        (row * classes..<(row + 1) * classes).reduce(0) { $0 - labels.values[$1] * logs[$1] }
      }
      return [Tensor(losses), Tensor(zip(logs, labels.values).map { exp($0) - $1 }, shape: shape)]
    },
    gradient: .function { context, operation, gradients in
      let logits = try crossEntropyGradient(context, operation, gradients)
      guard operation.needs(1), let loss = gradients[0] else { return [logits, nil] }
      let logs = try context.apply1("LogSoftmax", [operation.inputs[0]], name: "LogSoftmax")
      return [logits, try context.multiplyRows(loss, context.negate(logs))]
    })

  /// The gradient of the logits: that of the loss times the gradient that the operation gives itself.
  ///
  /// - Throws: ``EngineError/noGradient(operation:type:)`` where a second derivative is asked for.
  ///
  /// Source: tensorflow/python/ops/nn_grad.py, `_SparseSoftmaxCrossEntropyWithLogitsGrad`.
  private static func crossEntropyGradient(
    _ context: any ExecutionContext, _ operation: ForwardOperation, _ gradients: [Value?]
  ) throws -> Value? {
    if let second = gradients[1], !second.isZeros {
      throw EngineError.noGradient(operation: operation.name + ":1", type: operation.type)
    }
    return try gradients[0].map { try context.multiplyRows($0, operation.outputs[1]) }
  }

  private static func checkedLabels(_ labels: Tensor, classes: Int) throws(EngineError) -> [Int] {
    let labels = labels.integers ?? []
    for label in labels where !(0..<classes).contains(label) {
      throw .badInput(
        operation: "SparseSoftmaxCrossEntropyWithLogits",
        reason: "Received a label value of \(label) which is outside the valid range of [0, \(classes))")
    }
    return labels
  }

  private static func matrix(_ context: ShapeContext) throws(EngineError) -> Shape {
    let type = "SoftmaxCrossEntropyWithLogits"
    try context.expectInputs(2, of: type)
    let (logits, labels) = (context.inputs[0].shape, context.inputs[1].shape)
    guard let shape = logits.broadcast(with: labels), shape.rank == 2 else {
      throw .badInput(
        operation: type, reason: "logits and labels must be broadcastable to a matrix: \(logits) vs. \(labels)")
    }
    guard shape[1] > 0 else { throw .badInput(operation: type, reason: "Must have at least one class, got \(shape)") }
    return shape
  }
}

extension ExecutionContext {
  /// Each row of a matrix times the vector's element. Source: tensorflow/python/ops/nn_grad.py, `_BroadcastMul`.
  fileprivate func multiplyRows(_ vector: Value, _ matrix: Value) throws -> Value {
    let column = try withNameScope("ExpandDims") { scope in
      let dimension = try constant(Tensor(scalar: Int32(-1)), name: "dim")
      return try apply1("ExpandDims", [vector, dimension], name: scope)
    }
    return try multiply(column, matrix)
  }
}

extension Tensor {
  /// A float32 tensor as one of the shape that it broadcasts to.
  fileprivate func repeated(to shape: Shape) -> Tensor {
    self.shape == shape
      ? self : BinaryFunction.add.floating(self, Tensor(scalar: Float(0)), to: shape, threads: 1)
  }
}
