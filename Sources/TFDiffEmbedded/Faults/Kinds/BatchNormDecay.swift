extension FaultKind {
  static let batchNormDecay = FaultKind(
    "batch-norm-decay", help: "batch norm's decay is VALUE (default 0.9); shows with --training", parameter: .number,
    obstacle: { $0.training ? nil : "the decay counts only when training: add --training" },
    hook: .arguments { site, layer, arguments in
      if layer == .batchNorm { arguments.decay = Float(site.fault.number(default: 0.9)) }
    })
}
