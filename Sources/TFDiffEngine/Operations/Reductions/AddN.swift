import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

extension OperationDefinition {
  /// The sum of one or more arrays of one shape, from first to last as TensorFlow adds them.
  static let addN = OperationDefinition(
    "AddN",
    shapeRule: { context in
      try context.expectInputs(1...Int.max - 1, of: "AddN")
      try context.expectType(
        [.float32, .float64, .int32, .int64], ofInputs: context.inputs.indices, of: "AddN")
      for (index, input) in context.inputs.enumerated() where input.shape != context.inputs[0].shape {
        throw EngineError.badInput(
          operation: "AddN",
          reason: "Inputs must have the same size and shape. "
            + "Input 0: \(context.inputs[0].shape) != input \(index): \(input.shape)")
      }
      return [context.inputs[0]]
    },
    compute: { invocation in
      let (inputs, threads) = (invocation.inputs, invocation.threads)
      guard inputs.count > 1 else { return inputs }
      return switch inputs[0].dtype {
      case .float64: [sum(inputs, threads) { (a: Double, b: Double) in a + b }]
      case .int32: [sum(inputs, threads) { (a: Int32, b: Int32) in a &+ b }]
      case .int64: [sum(inputs, threads) { (a: Int64, b: Int64) in a &+ b }]
      default: [sum(inputs, threads) { (a: Float, b: Float) in a + b }]
      }
    },
    reference: { inputs, _ in
      var sum = ReferenceArray(shape: inputs[0].shape)
      for input in inputs.map(ReferenceArray.init) {
        for i in sum.values.indices { sum.values[i] += input.values[i] }
      }
      return [sum.tensor]
    })
}

/// Elements of the sum kept in the first-level cache while all inputs are added to them.
private let blockElements = 2048

@inline(__always)
private func sum<T: TensorElement>(_ inputs: [Tensor], _ threads: Int, _ add: (T, T) -> T) -> Tensor {
  Tensor(shape: inputs[0].shape, of: T.self) { out in
    Parallel.forEachRange(of: out.count, threads: threads) { range in
      var start = range.lowerBound
      while start < range.upperBound {
        let block = start..<min(start + blockElements, range.upperBound)
        inputs[0].withElements(of: T.self) { x in
          inputs[1].withElements(of: T.self) { y in
            for i in block { out[i] = add(x[i], y[i]) }
          }
        }
        for input in inputs.dropFirst(2) {
          input.withElements(of: T.self) { x in for i in block { out[i] = add(out[i], x[i]) } }
        }
        start = block.upperBound
      }
    }
  }
}
