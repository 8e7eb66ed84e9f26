extension FaultKind {
  static let renamedVariable = FaultKind(
    "renamed-variable", help: "the first variable has another name",
    hook: .request { site, request in
      if site.isPlanted { return false }
      request.name += "_renamed"
      return true
    })
}
