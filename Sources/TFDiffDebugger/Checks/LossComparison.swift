import TFDiffTensor

/// A variable's regularization loss on both sides.
public struct LossComparison: Sendable, Hashable {
  public var variable: String
  public var reference: Double?
  public var candidate: Double?
  /// Whether both sides have it and it is within tolerance.
  public var isMatch: Bool
}

extension DebuggerState {
  /// What losses are held to: relative to their size alone, since a regularizer's loss can be far below any absolute
  /// tolerance, and wide enough for the order in which float32 sums thousands of squares (measured: 3e-7 between a session
  /// and eager execution for Inception-ResNet-v2).
  public var lossTolerance: Tolerance { Tolerance(rtol: max(tolerance.standard.rtol, 1e-5), atol: 0) }

  /// The regularization losses one by one, paired by variable: in the reference's order, then what the candidate alone
  /// has. A variable that is known or likely to have another name goes by the reference's name. Empty until both runs have ended, and where
  /// a source tells only the sum.
  public var lossComparisons: [LossComparison] {
    guard let referenceSummary, let candidateSummary, !referenceSummary.tellsOnlySum, !candidateSummary.tellsOnlySum
    else { return [] }
    let renamings = variablesComparison.renamings.map { ($0.candidate.name, $0.reference.name) }
    let renamed = Dictionary(renamings, uniquingKeysWith: { first, _ in first })
    let reference = referenceSummary.losses
    let candidate = candidateSummary.losses.map { loss in
      RegularizationLoss(variable: renamed[loss.variable] ?? loss.variable, value: loss.value)
    }
    return rows(reference, candidate)
  }

  private func rows(_ reference: [RegularizationLoss], _ candidate: [RegularizationLoss]) -> [LossComparison] {
    let references = Dictionary(reference.map { ($0.variable, $0.value) }, uniquingKeysWith: +)
    let candidates = Dictionary(candidate.map { ($0.variable, $0.value) }, uniquingKeysWith: +)
    var names: [String] = []
    var seen: Set<String> = []
    for name in (reference + candidate).map(\.variable) where seen.insert(name).inserted { names.append(name) }
    return names.map { name in
      let (left, right) = (references[name], candidates[name])
      let isMatch =
        if let left, let right { lossTolerance.accepts(reference: left, candidate: right) } else { false }
      return LossComparison(variable: name, reference: left, candidate: right, isMatch: isMatch)
    }
  }
}

extension RunSummary {
  fileprivate var tellsOnlySum: Bool { losses.isEmpty && regularizationLoss != nil }
}
