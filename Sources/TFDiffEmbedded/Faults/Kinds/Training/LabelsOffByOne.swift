import TFDiffTensor

extension FaultKind {
  static let labelsOffByOne = FaultKind(
    "labels-off-by-one", help: "each item has the label of the one before it; shows with --steps", obstacle: needsSteps,
    hook: .labels { _, labels in
      let elements = labels.elements(of: Int32.self)
      guard let last = elements.last else { return labels }
      return Tensor([last] + elements.dropLast(), shape: labels.shape)
    })
}
