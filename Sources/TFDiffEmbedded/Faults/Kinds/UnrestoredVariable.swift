extension FaultKind {
  static let unrestoredVariable = FaultKind(
    "unrestored-variable", help: "the first variable is not loaded from the checkpoint; shows with --checkpoint",
    obstacle: { $0.checkpoint == nil ? "nothing is loaded: add --checkpoint PREFIX" : nil },
    hook: .restoring { site, _ in !site.isPlanted })
}
