extension FaultKind {
  static let batchNormEpsilon = FaultKind(
    "batch-norm-epsilon", help: "batch norm's epsilon is VALUE (default 1e-05)", parameter: .number,
    hook: .arguments { site, layer, arguments in
      if layer == .batchNorm { arguments.epsilon = site.fault.number(default: 1e-5) }
    })
}
