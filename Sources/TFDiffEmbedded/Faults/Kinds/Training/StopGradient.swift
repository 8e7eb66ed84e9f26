extension FaultKind {
  static let stopGradient = FaultKind(
    "stop-gradient", help: "no gradient flows back through the endpoint; shows with --steps", obstacle: needsSteps,
    hook: .endpoint { _, value, context in try context.stopGradient(value) })
}
