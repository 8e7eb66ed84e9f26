import TFDiffTensor

extension GraphContext {
  /// `tf.gradients`: adds operations that compute how the sum of `ys` changes with each of `xs`, under TensorFlow's names
  /// and in its order.
  ///
  /// - Parameters:
  ///   - xs: outputs of the graph; for a variable, its handle (see ``GraphContext/gradients(of:withRespectTo:)``).
  ///   - name: the name scope of what is added.
  /// - Returns: for each of `xs` an output of its shape, or nil where no `y` depends on it.
  /// - Throws: ``EngineError/noGradient(operation:type:)``, or ``EngineError/badInput(operation:reason:)`` where a gradient
  ///   has not the shape of what it is the gradient of.
  ///
  /// Source: tensorflow/python/ops/gradients_util.py, `_GradientsHelper`.
  public func gradients(of ys: [Output], withRespectTo xs: [Output], name: String = "gradients") throws -> [Output?] {
    try withNameScope(name) { scope in
      _ = graph.uniqueName(scope + "uid")
      var pass = BackwardPass(ys: ys.map(\.operation), xs: xs.map(\.operation))
      for (index, y) in ys.enumerated() { try pass.received.add(ones(like: y, index), to: y) }
      while let operation = pass.next() {
        let gradients = try pass.received.aggregate(operation) { try self.addN($0) }
        let inputs = try inputGradients(
          of: operation, gradients, stops: pass.stops.contains(ObjectIdentifier(operation)))
        for (input, gradient) in zip(operation.inputs, inputs) {
          if let gradient { pass.received.add(gradient, to: input) }
        }
        pass.finish(operation)
      }
      return xs.map { pass.received.gradient(of: $0)?.output }
    }
  }

  /// The gradients of a scalar with respect to variables and other values of the graph, in one pass.
  public func gradients(
    of y: Output, withRespectTo variables: [Variable], and values: [Output] = []
  ) throws -> (variables: [Output?], values: [Output?]) {
    let handles = try variables.map { variable in
      guard let handle = try captured(variable).output else {
        throw EngineError.badInput(operation: variable.name, reason: "its handle is not of this graph")
      }
      return handle
    }
    let all = try gradients(of: [y], withRespectTo: handles + values)
    return (Array(all.prefix(variables.count)), Array(all.dropFirst(variables.count)))
  }

  /// What is given to the outputs to begin with. TensorFlow 2 makes the ones in a scope of the name that TensorFlow 1
  /// gives to their value.
  private func ones(like y: Output, _ index: Int) throws -> Value {
    let shape = try shapeConstant(y.spec.shape, name: "Shape")
    let one = Tensor(scalar: Float(1)).converted(to: y.spec.dtype)
    if version == .v1_15 {
      let value = try constant(one, name: "grad_ys_\(index)")
      return try apply1("Fill", [shape, value], name: "Fill")
    }
    return try withNameScope("grad_ys_\(index)") { scope in
      try apply1("Fill", [shape, constant(one, name: "Const")], name: scope)
    }
  }

  private func inputGradients(of operation: Operation, _ gradients: [Value?], stops: Bool) throws -> [Value?] {
    let none: [Value?] = operation.inputs.map { _ in nil }
    guard !stops, gradients.contains(where: { $0 != nil }) else { return none }
    guard let gradient = try graph.registry[operation.type].gradient else {
      throw EngineError.noGradient(operation: operation.name, type: operation.type)
    }
    guard case .function(let function) = gradient else { return none }
    let outputs = operation.outputSpecs.indices.map { Value(Output(operation, $0)) }
    let complete = try zip(outputs, gradients).map { output, gradient in
      try gradient ?? (output.isTrainable ? apply1("ZerosLike", [output], name: "zeros_like") : nil)
    }
    let forward = ForwardOperation(
      name: operation.name, type: operation.type, attributes: operation.attributes,
      inputs: operation.inputs.map { Value($0) }, outputs: outputs, skippedInputs: [])
    let found = try withNameScope(operation.name + "_grad") { _ in try function(self, forward, complete) }
    return try forward.checked(found)
  }
}

extension ForwardOperation {
  /// - Throws: ``EngineError/badInput(operation:reason:)`` where a gradient has not its input's shape. (A handle's
  ///   gradient has that of the variable.)
  func checked(_ gradients: [Value?]) throws(EngineError) -> [Value?] {
    guard gradients.count == inputs.count else {
      throw .badInput(
        operation: name, reason: "its gradient gives \(gradients.count) values for \(inputs.count) inputs")
    }
    for (index, (input, gradient)) in zip(inputs, gradients).enumerated() {
      guard let gradient, gradient.shape != input.shape, type != "ReadVariableOp" else { continue }
      throw .badInput(
        operation: name,
        reason: "the gradient of input \(index) has shape \(gradient.shape), the input \(input.shape)")
    }
    return gradients
  }
}
