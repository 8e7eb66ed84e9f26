extension FaultKind {
  static let swappedRandomOp = FaultKind(
    "swapped-random-op", help: "weights are drawn by another random op", obstacle: \.hiddenByFixedWeights,
    hook: .request { _, request in
      guard case .varianceScaling(let factor, let mode, let uniform) = request.initializer else { return false }
      request.initializer = .varianceScaling(factor: factor, mode: mode, uniform: !uniform)
      return true
    })
}

extension EmbeddedSettings {
  /// Why nothing shows that only changes which weight has which value.
  var hiddenByFixedWeights: String? {
    guard case .fixedWeights = mode else { return nil }
    return "all weights are equal with fixed-weights: use --mode num_random_ops"
  }
}
