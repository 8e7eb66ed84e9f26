import TFDiffDebugger

extension AppState {
  /// Of each side, the code of what is looked at: an operation, a rung of a training step, what an endpoint's difference comes
  /// from, or the first operation that assigned a variable another
  /// value than the other side's; nil where neither is looked at or the code is not known.
  package var codeLookedAt: SidePair<Divergence.Place?> {
    if operationLookedAt != nil, let row = lookedAt { return row.places(of: interface.operationCursor.index).known }
    if interface.openEndpoint == nil, let row = lookedAt, row.rung != nil { return row.rungPlaces.known }
    if interface.openEndpoint == nil, let row = lookedAt, let origin = debugger.originRow(of: row) {
      return row.places(of: origin).known
    }
    guard interface.openEndpoint == nil, let row = lookedAt, row.activationStatus == .match,
      let update = row.divergingUpdates.first
    else { return SidePair(reference: nil, candidate: nil) }
    return update.places.known
  }

  /// Whether what ``codeLookedAt`` is the code of differs.
  package var looksAtDifference: Bool {
    if let operationLookedAt { return operationLookedAt.status.isDivergence }
    return lookedAt.map { $0.rung == nil || $0.status.isDivergence } ?? true
  }

  /// The lines of the user's code that made what differs, one a side; none where nothing differs.
  package var placesOfDifference: [PlaceOfDifference] {
    guard looksAtDifference else { return [] }
    return Side.allCases.compactMap { side in
      guard let place = codeLookedAt[side], let frames = stacks[place.stack]?.frames ?? place.stack.givenFrames,
        let frame = frames.first(where: \.isUser)
      else { return nil }
      let source = stacks[place.stack]?.snippet?.markedLine
      return PlaceOfDifference(side: side, frame: frame, source: source, instead: place.instead)
    }
  }
}

/// A line of the user's code that is to blame.
package struct PlaceOfDifference: Sendable, Hashable {
  package let side: Side
  package let frame: StackFrame
  /// Its text, once it has been read.
  package let source: String?
  /// The op type of what the side does in the place of an operation that it lacks.
  package let instead: String?
}

extension SidePair<Divergence.Place?> {
  /// Nil in the place of stacks that were not recorded.
  fileprivate var known: Self {
    SidePair(
      reference: reference.flatMap { $0.stack.isEmpty ? nil : $0 },
      candidate: candidate.flatMap { $0.stack.isEmpty ? nil : $0 })
  }
}
