import TFDiffTensor

/// How several executions of one model differ from each other.
public struct TriageResult: Sendable {
  /// How two executions stand to each other over all end points.
  public struct Difference: Sendable, Hashable {
    /// The greatest absolute difference, and the end point that has it; infinite where one of the two lacks it.
    public var maxAbs: Double
    public var endpoint: String?
    /// The first end point that is out of tolerance, or that one of the two lacks.
    public var firstDivergence: String?

    public var isMatch: Bool { firstDivergence == nil }
    public var isIdentical: Bool { isMatch && maxAbs == 0 }
  }
  public var kinds: [TriageExecution.Kind]
  /// By row and column, in the order of ``kinds``; the row is the reference.
  public var matrix: [[Difference]]
  /// The executions that failed, and why.
  public var failures: [TriageExecution.Kind: String]
  /// Whether they are training steps, whose rungs are what is compared.
  public var hasSteps = false

  func difference(_ first: TriageExecution.Kind, _ second: TriageExecution.Kind) -> Difference? {
    guard let row = kinds.firstIndex(of: first), let column = kinds.firstIndex(of: second),
      failures[first] == nil, failures[second] == nil
    else { return nil }
    return matrix[row][column]
  }
}

extension TriageResult.Difference {
  /// Compares what two executions recorded.
  init(_ reference: [EndpointEvent], _ candidate: [EndpointEvent], _ policy: TolerancePolicy) {
    self.init(maxAbs: 0)
    let others = Dictionary(candidate.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    for event in reference where others[event.name] != nil || event.isExpectedOfBoth {
      let judgement = Judgement(
        reference: event.value, candidate: others[event.name], tolerance: policy.tolerance(for: event))
      if judgement.status.isDivergence, firstDivergence == nil { firstDivergence = event.name }
      let difference = judgement.comparison?.maxAbs ?? .infinity
      if difference > maxAbs { (maxAbs, endpoint) = (difference, event.name) }
    }
    let names = Set(reference.map(\.name))
    if let extra = candidate.first(where: { !names.contains($0.name) && $0.isExpectedOfBoth }) {
      firstDivergence = firstDivergence ?? extra.name
      if maxAbs < .infinity { (maxAbs, endpoint) = (.infinity, extra.name) }
    }
  }
}

extension EndpointEvent {
  /// Whether a side that lacks it differs by that: an optimizer may keep slots that the other's has no need of.
  fileprivate var isExpectedOfBoth: Bool { rung?.isExpected != false }
}
