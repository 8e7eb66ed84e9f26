import TFDiffTensor

/// Source: keras/optimizers (sgd.py, adam.py, rmsprop.py, adagrad.py), `update_step`.
extension OptimizerStep {
  func applyKeras(_ gradient: Value, _ variable: Variable) throws {
    guard context is EagerContext else {
      throw EngineError.badInput(
        operation: optimizer.name, reason: "the engine has Keras's optimizers in eager execution only")
    }
    try context.withNameScope(optimizer.name) { _ in
      switch optimizer.method {
      case .gradientDescent: try keepMoving(gradient, variable, momentum: 0, isNesterov: false)
      case .momentum(let momentum, let isNesterov):
        try keepMoving(gradient, variable, momentum: momentum, isNesterov: isNesterov)
      case .adam(let beta1, let beta2, let epsilon):
        try moments(gradient, variable, beta1: beta1, beta2: beta2, epsilon: epsilon)
      case .rmsProp(let decay, let momentum, let epsilon, _, let isCentered):
        let spread = try meanSpread(gradient, variable, decay: decay, epsilon: epsilon, isCentered: isCentered)
        try scale(gradient, variable, spread, momentum: momentum)
      case .adagrad(_, let epsilon): try squares(gradient, variable, epsilon: epsilon)
      }
    }
  }

  private func keepMoving(_ gradient: Value, _ variable: Variable, momentum: Double, isNesterov: Bool) throws {
    let a = Arithmetic(context)
    let step = try slots[.step, of: variable]
    func descent() throws -> Value { try a.product(a.negative(gradient), learningRate) }
    func kept() throws -> Value { try a.product(a.read(step), Float(momentum)) }
    try a.assign(step, a.sum(descent(), kept()))
    let change = isNesterov ? try a.sum(descent(), kept()) : try a.read(step)
    try a.assign(variable, a.sum(a.read(variable), change))
  }

  /// Adam's, with epsilon beside the root of the uncorrected second moment.
  private func moments(_ gradient: Value, _ variable: Variable, beta1: Double, beta2: Double, epsilon: Double) throws {
    let a = Arithmetic(context)
    let (first, second) = (try slots[.firstMoment, of: variable], try slots[.secondMoment, of: variable])
    let powers = (Float(power(of: beta1)), Float(power(of: beta2)))
    let corrected = try a.product(learningRate, (1 - powers.1).squareRoot())
    let alpha = try a.quotient(corrected, a.number(1 - powers.0))
    func approach(_ slot: Variable, _ target: Value, _ beta: Double) throws -> Value {
      let old = try a.read(slot)
      let new = try a.sum(old, a.product(a.difference(target, old), Float(1 - beta)))
      try a.assign(slot, new)
      return new
    }
    let m = try approach(first, gradient, beta1)
    let v = try approach(second, a.square(gradient), beta2)
    let change = try a.quotient(a.product(m, alpha), a.sum(a.root(v), Float(epsilon)))
    try a.assign(variable, a.difference(a.read(variable), change))
  }

  /// What RMSprop divides by the root of, epsilon in it.
  private func meanSpread(
    _ gradient: Value, _ variable: Variable, decay: Double, epsilon: Double, isCentered: Bool
  ) throws -> Value {
    let a = Arithmetic(context)
    let rest = Float(1 - decay)
    func move(_ meaning: Slot.Meaning, towards value: Value) throws -> Value {
      let slot = try slots[meaning, of: variable]
      let new = try a.sum(a.product(a.read(slot), Float(decay)), a.product(value, rest))
      try a.assign(slot, new)
      return new
    }
    var spread = try move(.meanSquare, towards: a.square(gradient))
    if isCentered { spread = try a.difference(spread, a.square(move(.meanGradient, towards: gradient))) }
    return try a.sum(spread, Float(epsilon))
  }

  private func scale(_ gradient: Value, _ variable: Variable, _ spread: Value, momentum: Double) throws {
    let a = Arithmetic(context)
    var change = try a.product(a.product(learningRate, gradient), a.inverseRoot(spread))
    if momentum > 0 {
      let increment = try slots[.increment, of: variable]
      change = try a.sum(a.product(a.read(increment), Float(momentum)), change)
      try a.assign(increment, change)
    }
    try a.assign(variable, a.sum(a.read(variable), a.negative(change)))
  }

  private func squares(_ gradient: Value, _ variable: Variable, epsilon: Double) throws {
    let a = Arithmetic(context)
    let squareSum = try slots[.squareSum, of: variable]
    let sum = try a.sum(a.read(squareSum), a.product(gradient, gradient))
    try a.assign(squareSum, sum)
    let change = try a.quotient(a.product(learningRate, gradient), a.root(a.sum(sum, Float(epsilon))))
    try a.assign(variable, a.difference(a.read(variable), change))
  }
}
