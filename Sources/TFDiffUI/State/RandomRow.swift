import TFDiffDebugger
import TFDiffTensor

/// A random operation as both runs seeded it, paired by its place in the order of making.
package struct RandomRow: Sendable, Hashable {
  package var reference: RandomEvent?
  package var candidate: RandomEvent?
  /// Whether the side that lacks it has not told all of its own.
  package var isPending = false

  /// Whether the two sides draw other numbers of numbers here, or from another distribution.
  package var isOtherDraw: Bool {
    guard let reference, let candidate else { return false }
    return !reference.isSameDraw(as: candidate)
  }

  package var isWrong: Bool {
    guard let reference, let candidate else { return !isPending }
    return isOtherDraw || (reference.seed, reference.seed2) != (candidate.seed, candidate.seed2)
  }

  package static func pair(_ sides: SidePair<[RandomEvent]>, isOver: SidePair<Bool>) -> [RandomRow] {
    (0..<max(sides.reference.count, sides.candidate.count)).map { index in
      let reference = index < sides.reference.count ? sides.reference[index] : nil
      let candidate = index < sides.candidate.count ? sides.candidate[index] : nil
      let isPending = reference == nil && !isOver.reference || candidate == nil && !isOver.candidate
      return RandomRow(reference: reference, candidate: candidate, isPending: isPending)
    }
  }
}
