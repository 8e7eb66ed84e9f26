import TFDiffEngine

extension FaultKind {
  static let optimizerEpsilon = FaultKind(
    "optimizer-epsilon", help: "the optimizer's epsilon is VALUE (default 1e-3); shows with --steps",
    parameter: .number,
    obstacle: { settings in
      needsSteps(settings)
        ?? (settings.plan?.optimizer.name.keys.contains(.epsilon) == true
          ? nil : "its optimizer has no epsilon: use --optimizer adam, rmsprop or adagrad")
    },
    hook: .procedure { fault, procedure in
      let epsilon = fault.number(default: 1e-3)
      switch procedure.optimizer.method {
      case .adam(let beta1, let beta2, _):
        procedure.optimizer.method = .adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
      case .rmsProp(let decay, let momentum, _, let start, let isCentered):
        procedure.optimizer.method = .rmsProp(
          decay: decay, momentum: momentum, epsilon: epsilon, initialMeanSquare: start, isCentered: isCentered)
      case .adagrad(let start, _): procedure.optimizer.method = .adagrad(initialAccumulator: start, epsilon: epsilon)
      case .gradientDescent, .momentum: break
      }
    })
}
