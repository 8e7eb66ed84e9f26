extension FaultKind {
  static let lossReduction = FaultKind(
    "loss-reduction", help: "the loss is the sum over the batch, not the mean; shows with --steps",
    obstacle: needsSteps,
    hook: .procedure { _, procedure in procedure.reduction = .sum })
}
