extension FaultKind {
  static let gradientScale = FaultKind(
    "gradient-scale", help: "gradients are multiplied by VALUE (default 2) before they are applied; shows with --steps",
    parameter: .number, obstacle: needsSteps,
    hook: .procedure { fault, procedure in procedure.gradientScale = Float(fault.number(default: 2)) })
}
