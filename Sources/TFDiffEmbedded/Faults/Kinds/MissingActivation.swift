extension FaultKind {
  static let missingActivation = FaultKind(
    "missing-activation", help: "layers lack their activation",
    hook: .arguments { _, layer, arguments in
      if layer == .conv2d || layer == .fullyConnected { arguments.activation = .linear }
    })
}
