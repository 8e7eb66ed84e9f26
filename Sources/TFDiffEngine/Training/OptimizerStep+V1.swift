import TFDiffTensor

/// Source: tensorflow/python/training (gradient_descent.py, momentum.py, adam.py, rmsprop.py, adagrad.py).
extension OptimizerStep {
  func applyV1(_ gradients: [(gradient: Value, variable: Variable)]) throws {
    try context.withNameScope(optimizer.name) { _ in
      let numbers = try hyperparameters()
      for (gradient, variable) in gradients {
        try context.withNameScope("update_\(variable.name)") { _ in
          var operands = numbers.merging([.gradient: gradient, .learningRate: learningRate]) { $1 }
          if case .adam = optimizer.method { operands.merge(try powers()) { $1 } }
          try update(updateType, [variable] + slots(of: variable), operands, isNesterov: optimizer.method.isNesterov)
        }
      }
      try multiplyPowers(numbers, after: gradients.count)
    }
  }

  private var updateType: ParameterUpdate {
    switch optimizer.method {
    case .gradientDescent: .gradientDescent
    case .momentum: .momentum
    case .adam: .adam
    case .rmsProp(_, _, _, _, let isCentered): isCentered ? .centeredRMSProp : .rmsProp
    case .adagrad: .adagrad
    }
  }

  /// In the order of the operation's handles.
  private func slots(of variable: Variable) throws -> [Variable] {
    let meanings: [Slot.Meaning] =
      switch updateType {
      case .centeredRMSProp: [.meanGradient, .meanSquare, .increment]
      default: optimizer.slotKinds.map(\.meaning)
      }
    return try meanings.map { try slots[$0, of: variable] }
  }

  private func hyperparameters() throws -> [ParameterUpdate.Operand: Value] {
    switch optimizer.method {
    case .gradientDescent, .adagrad: [:]
    case .momentum(let momentum, _): [.momentum: try number(momentum, "momentum")]
    case .adam(let beta1, let beta2, let epsilon):
      [
        .beta1: try number(beta1, "beta1"), .beta2: try number(beta2, "beta2"),
        .epsilon: try number(epsilon, "epsilon"),
      ]
    case .rmsProp(let decay, let momentum, let epsilon, _, _):
      [
        .decay: try number(decay, "decay"), .momentum: try number(momentum, "momentum"),
        .epsilon: try number(epsilon, "epsilon"),
      ]
    }
  }

  private func powers() throws -> [ParameterUpdate.Operand: Value] {
    [
      .beta1Power: try context.read(slots[.beta1Power, of: nil], name: "ReadVariableOp"),
      .beta2Power: try context.read(slots[.beta2Power, of: nil], name: "ReadVariableOp"),
    ]
  }

  /// The powers of beta go on after all variables have been updated with them. Source: adam.py, `_finish`.
  private func multiplyPowers(_ numbers: [ParameterUpdate.Operand: Value], after count: Int) throws {
    guard case .adam = optimizer.method, let beta1 = numbers[.beta1], let beta2 = numbers[.beta2] else { return }
    try context.afterLastUpdates(count, of: updateType.rawValue) {
      for (meaning, beta) in [(Slot.Meaning.beta1Power, beta1), (.beta2Power, beta2)] {
        let power = try slots[meaning, of: nil]
        let product = try context.multiply(context.read(power, name: "ReadVariableOp"), beta)
        _ = try context.apply(
          "AssignVariableOp", [context.handle(of: power), product], name: "AssignVariableOp",
          attributes: ["dtype": .dtype(.float32)])
      }
    }
  }
}

extension ExecutionContext {
  /// In a graph, what `body` adds runs only after the last operations of a type; an eager run has executed them.
  fileprivate func afterLastUpdates(_ count: Int, of type: String, _ body: () throws -> Void) throws {
    guard let graph = self as? GraphContext else { return try body() }
    let updates = graph.graph.operations.filter { $0.type == type }.suffix(count)
    try graph.withControlDependencies(Array(updates), body)
  }
}
