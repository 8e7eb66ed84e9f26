extension FaultKind {
  static let dropoutInInference = FaultKind(
    "dropout-in-inference",
    help: "dropout is left on; VALUE is the probability of keeping (default the layer's)", parameter: .number,
    obstacle: { $0.training ? "dropout is on in training anyway: leave out --training" : nil },
    hook: .arguments { site, layer, arguments in
      guard layer == .dropout else { return }
      arguments.isTraining = true
      arguments.keepProbability = site.fault.value.flatMap(Float.init) ?? arguments.keepProbability
    })
}
