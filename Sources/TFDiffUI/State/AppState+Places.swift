import TFDiffDebugger

extension AppState {
  /// Of each side, the code of what is looked at: an operation, or the first operation that assigned a variable another
  /// value than the other side's; nil where neither is looked at or the code is not known.
  package var stacksLookedAt: SidePair<CallStack?> {
    if let operation = operationLookedAt {
      return SidePair(reference: operation.reference?.stack, candidate: operation.candidate?.stack).known
    }
    guard interface.openEndpoint == nil, let row = lookedAt, row.activationStatus == .match,
      let update = row.divergingUpdates.first
    else { return SidePair(reference: nil, candidate: nil) }
    return SidePair(reference: update.stacks.reference, candidate: update.stacks.candidate).known
  }

  /// Whether what ``stacksLookedAt`` is the code of differs.
  package var looksAtDifference: Bool { operationLookedAt?.status.isDivergence ?? true }

  /// The lines of the user's code that made what differs, one a side; none where nothing differs.
  package var placesOfDifference: [PlaceOfDifference] {
    guard looksAtDifference else { return [] }
    return Side.allCases.compactMap { side in
      guard let stack = stacksLookedAt[side], let frame = stack.framesIfResolved?.first(where: \.isUser) else {
        return nil
      }
      return PlaceOfDifference(side: side, frame: frame, source: stacks[stack]?.snippet?.markedLine)
    }
  }
}

/// A line of the user's code that is to blame.
package struct PlaceOfDifference: Sendable, Hashable {
  package let side: Side
  package let frame: StackFrame
  /// Its text, once it has been read.
  package let source: String?
}

extension SidePair<CallStack?> {
  /// Nil in the place of stacks that were not recorded.
  fileprivate var known: Self {
    SidePair(
      reference: reference.flatMap { $0.isEmpty ? nil : $0 }, candidate: candidate.flatMap { $0.isEmpty ? nil : $0 })
  }
}
