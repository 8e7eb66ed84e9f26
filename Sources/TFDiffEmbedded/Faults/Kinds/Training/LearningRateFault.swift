import TFDiffEngine

extension FaultKind {
  static let learningRate = FaultKind(
    "learning-rate", help: "the learning rate is VALUE (default 0.005); shows with --steps", parameter: .number,
    obstacle: needsSteps,
    hook: .procedure { fault, procedure in
      procedure.optimizer.learningRate = .constant(Float(fault.number(default: 0.005)))
    })
}
