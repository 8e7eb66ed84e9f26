extension FaultKind {
  static let missingRegularizer = FaultKind(
    "missing-regularizer", help: "weights lack their regularizer",
    hook: .arguments { _, layer, arguments in
      if layer == .conv2d || layer == .fullyConnected { arguments.weightsRegularizer = nil }
    })
}
