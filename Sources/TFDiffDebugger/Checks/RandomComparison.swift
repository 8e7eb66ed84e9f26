import TFDiffTensor

/// The random operations of both sides, side by side in the order in which they were made.
public struct RandomComparison: Sendable, Hashable, Identifiable {
  public var index: Int
  public var reference: RandomEvent?
  public var candidate: RandomEvent?
  /// Whether the side that lacks it has not told all of its own.
  public var isPending = false

  public var id: Int { index }

  /// Whether both sides have it with the same type, shape and seeds, and so draw the same numbers.
  public var agrees: Bool {
    guard let reference, let candidate else { return false }
    return reference.isSameDraw(as: candidate) && reference.seed == candidate.seed && reference.seed2 == candidate.seed2
  }
}

extension RandomEvent {
  /// Whether it draws as many numbers from the same distribution, as far as the sizes are known.
  public func isSameDraw(as other: RandomEvent) -> Bool { type == other.type && hasShape(of: other) }

  /// Whether two shapes can be one: a graph may not know the size of its batch.
  func hasShape(of other: RandomEvent) -> Bool {
    shape.rank == other.shape.rank
      && zip(shape.dimensions, other.shape.dimensions).allSatisfy { $0 == $1 || $0 < 0 || $1 < 0 }
  }
}

extension DebuggerState {
  public var randomComparisons: [RandomComparison] {
    let (references, candidates) = (randomOperations.reference, randomOperations.candidate)
    let isOver = isOver
    return (0..<max(references.count, candidates.count)).map { index in
      let (hasReference, hasCandidate) = (index < references.count, index < candidates.count)
      return RandomComparison(
        index: index, reference: hasReference ? references[index] : nil,
        candidate: hasCandidate ? candidates[index] : nil,
        isPending: !hasReference && !isOver.reference || !hasCandidate && !isOver.candidate)
    }
  }
}
