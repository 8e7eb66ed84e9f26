extension FaultKind {
  static let movingAveragesReset = FaultKind(
    "moving-averages-reset",
    help: "moving averages are not loaded from the checkpoint; shows with --checkpoint --training",
    obstacle: { settings in
      settings.checkpoint != nil && settings.training
        ? nil : "it is planted where training starts from a checkpoint: add --checkpoint PREFIX --training"
    },
    hook: .restoring { _, variable in variable.split(separator: "/").last?.hasPrefix("moving_") ?? false })
}
