import TFDiffEngine

extension FaultKind {
  static let accumulatorStart = FaultKind(
    "accumulator-start", help: "the optimizer's accumulator starts at VALUE (default 0.5); shows with --steps",
    parameter: .number,
    obstacle: { settings in
      needsSteps(settings)
        ?? ([.adagrad, .rmsprop].contains(settings.plan?.optimizer.name)
          ? nil : "its optimizer has no accumulator: use --optimizer adagrad or rmsprop")
    },
    hook: .procedure { fault, procedure in
      let start = fault.number(default: 0.5)
      switch procedure.optimizer.method {
      case .rmsProp(let decay, let momentum, let epsilon, _, let isCentered):
        procedure.optimizer.method = .rmsProp(
          decay: decay, momentum: momentum, epsilon: epsilon, initialMeanSquare: start, isCentered: isCentered)
      case .adagrad(_, let epsilon):
        procedure.optimizer.method = .adagrad(initialAccumulator: start, epsilon: epsilon)
      case .gradientDescent, .momentum, .adam: break
      }
    })
}
