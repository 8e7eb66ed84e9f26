import TFDiffTensor

/// The random operations of both sides, side by side in the order in which they were made.
public struct RandomComparison: Sendable, Hashable, Identifiable {
  public var index: Int
  public var reference: RandomEvent?
  public var candidate: RandomEvent?

  public var id: Int { index }

  /// Whether both sides have it with the same type, shape and seeds, and so draw the same numbers.
  public var agrees: Bool {
    guard let reference, let candidate else { return false }
    return reference.type == candidate.type && reference.shape == candidate.shape
      && reference.seed == candidate.seed && reference.seed2 == candidate.seed2
  }
}

extension DebuggerState {
  public var randomComparisons: [RandomComparison] {
    let (references, candidates) = (randomOperations.reference, randomOperations.candidate)
    return (0..<max(references.count, candidates.count)).map { index in
      RandomComparison(
        index: index, reference: index < references.count ? references[index] : nil,
        candidate: index < candidates.count ? candidates[index] : nil)
    }
  }
}
