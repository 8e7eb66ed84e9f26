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
  /// The regularization losses one by one, paired by variable: in the reference's order, then what the candidate alone
  /// has. Empty until both runs have ended, and where a source tells only the sum.
  public var lossComparisons: [LossComparison] {
    guard let reference = referenceSummary?.losses, let candidate = candidateSummary?.losses else { return [] }
    let references = Dictionary(reference.map { ($0.variable, $0.value) }, uniquingKeysWith: +)
    let candidates = Dictionary(candidate.map { ($0.variable, $0.value) }, uniquingKeysWith: +)
    var names: [String] = []
    var seen: Set<String> = []
    for name in (reference + candidate).map(\.variable) where seen.insert(name).inserted { names.append(name) }
    return names.map { name in
      let (left, right) = (references[name], candidates[name])
      let isMatch =
        if let left, let right { tolerance.standard.accepts(reference: left, candidate: right) } else { false }
      return LossComparison(variable: name, reference: left, candidate: right, isMatch: isMatch)
    }
  }
}
