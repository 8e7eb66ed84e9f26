extension FaultKind {
  static let movingAveragesNotUpdated = FaultKind(
    "moving-averages-not-updated", help: "nobody runs the updates of the moving averages; shows with --steps",
    obstacle: needsSteps, hook: .procedure { _, procedure in procedure.updatesMovingAverages = false })
}
