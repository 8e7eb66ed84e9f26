import TFDiffTensor

extension Graph {
  /// The most bytes that outputs take at one time where the operations run in the order of their creation and each output
  /// is kept until the last operation that reads it: about what a run takes besides its variables.
  public var greatestOutputByteCount: Int {
    var lastUse: [Output: Int] = [:]
    for operation in operations {
      for input in operation.inputs { lastUse[input] = operation.id }
    }
    var (alive, greatest) = (0, 0)
    var released = [Int](repeating: 0, count: operations.count)
    for operation in operations {
      for (index, spec) in operation.outputSpecs.enumerated() {
        let byteCount = spec.shape.elementCount * spec.dtype.byteCount
        alive += byteCount
        released[lastUse[Output(operation, index)] ?? operation.id] += byteCount
      }
      greatest = max(greatest, alive)
      alive -= released[operation.id]
    }
    return greatest
  }
}

extension Model {
  /// What each item of a batch takes of memory in one run of the forward pass, in bytes.
  ///
  /// - Throws: what building the model's graph throws.
  public func byteCountOfItem(training: Bool) throws -> Int {
    // Of a large batch the items take the most, and not the drawing of some variable's first value.
    let batch = 64
    return try (greatestOutputByteCount(2 * batch, training) - greatestOutputByteCount(batch, training)) / batch
  }

  private func greatestOutputByteCount(_ batch: Int, _ training: Bool) throws -> Int {
    let graph = Graph()
    let context = GraphContext(graph: graph)
    let inputs = try context.placeholder(.float32, Shape([batch] + inputShape.dimensions.dropFirst()))
    let instance = makeInstance()
    _ = try context.variableStore.enteringModel { try instance.callAsFunction(inputs, training: training, in: context) }
    return graph.greatestOutputByteCount
  }
}
