extension DebugTarget {
  /// The same of which a part alone is run and compared.
  ///
  /// - Throws: ``ModelPartError`` where the target is known not to have such a part, or cannot begin there.
  public func limited(to part: ModelPart) throws(ModelPartError) -> DebugTarget {
    try verify(part)
    let exchange = PartExchange(part, open: sides.reference.open)
    var target = self
    target.description.part = part
    target.ladder = nil
    target.renewed = renewed.map { renewed in { @Sendable () in try renewed().limited(to: part) } }
    target.seeding = seeding.map { seeded in { @Sendable (words: String) in try seeded(words).limited(to: part) } }
    for side in Side.allCases {
      var open = sides[side].open
      if side == .candidate, part.from != nil, case .possible(let opening) = sides.candidate.substitution {
        open = opening
      }
      target.sides[side].open = { [open] in PartSource(try open(), side: side, part, exchange) }
      target.sides[side].substitution = .impossible(
        reason: "only the part \(part) of the model is run")
    }
    return target
  }

  private func verify(_ part: ModelPart) throws(ModelPartError) {
    if part.from != nil, case .impossible(let reason) = sides.candidate.substitution {
      throw .cannotBegin(reason: reason)
    }
    if part.from == part.to { throw .empty(part) }
    let known = plannedEndpoints
    if known.isEmpty { return }
    for (end, name) in part.ends {
      if known.contains(name) { continue }
      throw .unknownEndpoint(end, name: name, side: nil, known: known)
    }
    if let from = part.from.flatMap({ known.firstIndex(of: $0) }),
      let to = part.to.flatMap({ known.firstIndex(of: $0) }),
      to <= from
    {
      throw .empty(part)
    }
  }
}

extension TraceEvent {
  /// The same without what is said of the whole model.
  var withoutLosses: TraceEvent {
    guard case .finished(let summary) = self else { return self }
    return .finished(
      RunSummary(regularizationLoss: nil, seconds: summary.seconds, observerEffect: summary.observerEffect))
  }
}
