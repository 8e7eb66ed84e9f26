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
      default: [floatSum(inputs, threads)]
      }
    },
    reference: { inputs, _ in
      var sum = ReferenceArray(shape: inputs[0].shape)
      for input in inputs.map(ReferenceArray.init) {
        for i in sum.values.indices { sum.values[i] += input.values[i] }
      }
      return [sum.tensor]
    },
    gradient: addNGradient)
}

/// Elements of the sum kept in the first-level cache while all inputs are added to them.
private let blockElements = 2048

private func forEachBlock(of count: Int, threads: Int, _ body: (Range<Int>) -> Void) {
  Parallel.forEachRange(of: count, threads: threads) { range in
    for start in stride(from: range.lowerBound, to: range.upperBound, by: blockElements) {
      body(start..<min(start + blockElements, range.upperBound))
    }
  }
}

private func floatSum(_ inputs: [Tensor], _ threads: Int) -> Tensor {
  Tensor(shape: inputs[0].shape, of: Float.self) { out in
    guard let out = out.baseAddress else { return }
    let addresses = inputs.compactMap { $0.bytes.assumingMemoryBound(to: Float.self).baseAddress }
    withExtendedLifetime(inputs) {
      forEachBlock(of: inputs[0].elementCount, threads: threads) { block in
        let target = out + block.lowerBound
        var sum = addresses[0] + block.lowerBound
        for address in addresses.dropFirst() {
          BinaryFunction.sum(sum, address + block.lowerBound, into: target, count: block.count)
          sum = UnsafePointer(target)
        }
      }
    }
  }
}

private func sum<T: TensorElement>(_ inputs: [Tensor], _ threads: Int, _ add: (T, T) -> T) -> Tensor {
  Tensor(shape: inputs[0].shape, of: T.self) { out in
    inputs[0].withElements(of: T.self) { _ = out.initialize(from: $0) }
    forEachBlock(of: out.count, threads: threads) { block in
      for input in inputs.dropFirst() {
        input.withElements(of: T.self) { x in for i in block { out[i] = add(out[i], x[i]) } }
      }
    }
  }
}
