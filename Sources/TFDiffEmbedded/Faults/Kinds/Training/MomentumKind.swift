import TFDiffEngine

extension FaultKind {
  static let momentumKind = FaultKind(
    "momentum-kind", help: "Nesterov's momentum and the plain one are taken for each other; shows with --steps",
    obstacle: { settings in
      needsSteps(settings)
        ?? ([.momentum, .nesterov].contains(settings.plan?.optimizer.name)
          ? nil : "its optimizer has no momentum of a kind: use --optimizer momentum or nesterov")
    },
    hook: .procedure { _, procedure in
      if case .momentum(let momentum, let isNesterov) = procedure.optimizer.method {
        procedure.optimizer.method = .momentum(momentum, isNesterov: !isNesterov)
      }
    })
}
