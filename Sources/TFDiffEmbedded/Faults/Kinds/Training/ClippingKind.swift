extension FaultKind {
  static let clippingKind = FaultKind(
    "clipping-kind",
    help:
      "each gradient is clipped by its own norm, not all by their norm together; shows with --steps and an optimizer's "
      + "global_clipnorm",
    obstacle: { settings in
      needsSteps(settings)
        ?? (settings.plan?.optimizer.values[.globalClipNorm] == nil
          ? "add global_clipnorm=X to the --optimizer that both sides have" : nil)
    },
    hook: .procedure { _, procedure in
      if case .globalNorm(let limit)? = procedure.clipping { procedure.clipping = .norm(limit) }
    })
}
