extension FaultKind {
  static let missingRegularizationLoss = FaultKind(
    "missing-regularization-loss", help: "nobody adds the regularization losses to the loss; shows with --steps",
    obstacle: needsSteps, hook: .procedure { _, procedure in procedure.hasRegularization = false })
}
