import TFDiffDebugger

/// What two sides have in common before any run, and in what they differ.
public struct Preflight: Sendable, Hashable {
  public enum Outcome: Sendable, Hashable {
    case same, differs, unknown
  }
  public struct Line: Sendable, Hashable {
    public var outcome: Outcome
    public var topic: String
    public var words: String
    public init(_ outcome: Outcome, _ topic: String, _ words: String) {
      (self.outcome, self.topic, self.words) = (outcome, topic, words)
    }
  }
  public private(set) var lines: [Line]

  public init(_ lines: [Line]) { self.lines = lines }

  /// Equal where nothing differs, incomparable where nothing can be known.
  public var verdict: Verdict {
    if lines.contains(where: { $0.outcome == .differs }) { return .diverged }
    return lines.contains { $0.outcome == .same } ? .equal : .incomparable
  }

  /// The whole in a sentence.
  public var sentence: String {
    func count(_ outcome: Outcome) -> Int { lines.count { $0.outcome == outcome } }
    let (same, differing, unknown) = (count(.same), count(.differs), count(.unknown))
    let rest = unknown == 0 ? "" : "; \(unknown) are not known before a run"
    if same + differing == 0 { return "Nothing can be compared before a run." }
    if differing == 0 { return "Nothing differs in \(same) facts that can be compared\(rest)." }
    return
      "\(differing) of \(same + differing) facts that can be compared \(differing == 1 ? "differs" : "differ")\(rest)."
  }

  public init(_ sides: SidePair<SidePreflight>, _ target: TargetDescription) {
    let comparison = PreflightComparison(sides: sides, target: target)
    lines =
      comparison.facts + comparison.inputs + comparison.random + comparison.layers + comparison.averages
      + comparison.restore + comparison.exclusions
  }

  /// The lines of text, with a mark each.
  public func text(_ symbols: SymbolSet) -> [String] {
    let width = lines.map(\.topic.count).max() ?? 0
    return lines.map { line in
      let mark =
        switch line.outcome {
        case .same: symbols.symbol(for: Status.match)
        case .differs: symbols.symbol(for: Status.mismatch)
        case .unknown: symbols.symbol(for: Status.notRun)
        }
      return "\(mark) \(line.topic)\(String(repeating: " ", count: width - line.topic.count))  \(line.words)"
    }
  }
}
