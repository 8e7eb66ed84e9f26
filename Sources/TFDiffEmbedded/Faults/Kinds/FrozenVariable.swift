extension FaultKind {
  static let frozenVariable = FaultKind(
    "frozen-variable", help: "the first variable is not trainable",
    hook: .request { site, request in
      guard !site.isPlanted, request.trainable else { return false }
      request.trainable = false
      return true
    })
}
