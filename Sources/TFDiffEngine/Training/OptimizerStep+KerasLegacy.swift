import TFDiffTensor

/// Source: keras/optimizers/legacy (gradient_descent.py, adam.py, rmsprop.py, adagrad.py).
extension OptimizerStep {
  func applyLegacy(_ gradient: Value, _ variable: Variable) throws {
    guard context is EagerContext else {
      throw EngineError.badInput(
        operation: optimizer.name, reason: "the engine has Keras's optimizers in eager execution only")
    }
    try context.withNameScope("\(optimizer.name)/\(optimizer.name)/update") { _ in
      if case .rmsProp(let decay, 0, let epsilon, _, let isCentered) = optimizer.method {
        return try composedRMSProp(gradient, variable, decay: decay, epsilon: epsilon, isCentered: isCentered)
      }
      let (type, meanings, numbers) = legacyUpdate
      let operands = try numbers.mapValues { try number($0, "number") }
      try update(
        type, [variable] + meanings.map { try slots[$0, of: variable] },
        operands.merging([.gradient: gradient, .learningRate: learningRate]) { $1 },
        isNesterov: optimizer.method.isNesterov)
    }
  }

  /// The operation that applies a gradient, what of the slots it takes, and its numbers.
  private var legacyUpdate: (ParameterUpdate, [Slot.Meaning], [ParameterUpdate.Operand: Double]) {
    switch optimizer.method {
    case .gradientDescent: return (.gradientDescent, [], [:])
    case .momentum(let momentum, _): return (.kerasMomentum, [.step], [.momentum: momentum])
    case .adam(let beta1, let beta2, let epsilon):
      let powers = (power(of: beta1), power(of: beta2))
      return (
        .adam, [.firstMoment, .secondMoment],
        [.beta1: beta1, .beta2: beta2, .epsilon: epsilon, .beta1Power: powers.0, .beta2Power: powers.1]
      )
    case .rmsProp(let decay, let momentum, let epsilon, _, let isCentered):
      let numbers: [ParameterUpdate.Operand: Double] = [.decay: decay, .momentum: momentum, .epsilon: epsilon]
      return isCentered
        ? (.centeredRMSProp, [.meanGradient, .meanSquare, .increment], numbers)
        : (.rmsProp, [.meanSquare, .increment], numbers)
    case .adagrad(_, let epsilon): return (.adagradV2, [.squareSum], [.epsilon: epsilon])
    }
  }

  /// Without momentum Keras composes the update of single operations, with epsilon outside the root.
  private func composedRMSProp(
    _ gradient: Value, _ variable: Variable, decay: Double, epsilon: Double, isCentered: Bool
  ) throws {
    let a = Arithmetic(context)
    let (decay, rest) = (Float(decay), 1 - Float(decay))
    let meanSquare = try slots[.meanSquare, of: variable]
    var spread = try a.sum(a.product(a.read(meanSquare), decay), a.product(a.square(gradient), rest))
    try a.assign(meanSquare, spread)
    if isCentered {
      let meanGradient = try slots[.meanGradient, of: variable]
      let mean = try a.sum(a.product(a.read(meanGradient), decay), a.product(gradient, rest))
      try a.assign(meanGradient, mean)
      spread = try a.difference(spread, a.square(mean))
    }
    let step = try a.quotient(a.product(learningRate, gradient), a.sum(a.root(spread), Float(epsilon)))
    try a.assign(variable, a.difference(a.read(variable), step))
  }
}

extension Optimizer.Method {
  var isNesterov: Bool { if case .momentum(_, true) = self { true } else { false } }
}
