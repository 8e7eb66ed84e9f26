import TFDiffEngine

extension FaultKind {
  static let weightDecayKind = FaultKind(
    "weight-decay-kind",
    help:
      "weights decay within the gradient, not beside it, or the other way about, by VALUE (default 0.01); shows with "
      + "--steps",
    parameter: .number, obstacle: needsSteps,
    hook: .procedure { fault, procedure in
      let decay = Float(fault.number(default: 0.01))
      if case .decoupled? = procedure.optimizer.weightDecay {
        procedure.optimizer.weightDecay = .coupled(decay)
      } else {
        procedure.optimizer.weightDecay = .decoupled(decay)
      }
    })
}
