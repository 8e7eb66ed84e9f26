import TFDiffTensor

/// The first place where the two sides' random operations are no longer the same, and why.
public struct RandomParting: Sendable, Hashable {
  public enum Cause: Sendable, Hashable {
    /// Both sides make the same operation here, but seed it differently.
    case seeds
    /// The candidate makes the reference's operation too, but at another place.
    case order(candidateIndex: Int)
    /// The candidate has one more here: the reference's comes right after it.
    case extra
    /// The candidate has another operation in its place.
    case replaced
    /// The candidate has no such operation here.
    case lacking
  }
  public var index: Int
  public var reference: RandomEvent?
  public var candidate: RandomEvent?
  public var cause: Cause
  public var remedies = RemedyWords()
}

extension DebuggerState {
  /// Nil where all random operations that both sides have made so far agree, and, until both runs have ended, where the
  /// candidate may still make what it seems to lack.
  public var randomParting: RandomParting? {
    let rows = randomComparisons
    let count = min(randomOperations.reference.count, randomOperations.candidate.count)
    let isComplete = referenceSummary != nil && candidateSummary != nil
    guard let row = rows.first(where: { !$0.agrees && ($0.index < count || isComplete) }) else { return nil }
    let cause = cause(of: row)
    if cause == .lacking, !isComplete { return nil }
    return RandomParting(
      index: row.index, reference: row.reference, candidate: row.candidate, cause: cause, remedies: remedies)
  }

  private func cause(of row: RandomComparison) -> RandomParting.Cause {
    guard let reference = row.reference else { return .extra }
    guard let candidate = row.candidate else { return .lacking }
    if reference.isSameDraw(as: candidate) { return .seeds }
    let later = randomOperations.candidate.dropFirst(row.index + 1)
    guard let found = later.firstIndex(where: { $0.isCounterpart(of: reference) }) else {
      return candidate.stands(for: reference) ? .replaced : .lacking
    }
    let isExtra = found == row.index + 1 && !randomOperations.reference.contains { $0.isCounterpart(of: candidate) }
    return isExtra ? .extra : .order(candidateIndex: found)
  }
}

extension RandomEvent {
  /// Whether it draws the same shape for the same purpose, whatever it is called itself: the names agree but for the last
  /// scope and the operation.
  fileprivate func stands(for other: RandomEvent) -> Bool {
    func place(_ event: RandomEvent) -> String { event.name.split(separator: "/").dropLast(2).joined(separator: "/") }
    return hasShape(of: other) && place(self) == place(other)
  }

  fileprivate func isCounterpart(of other: RandomEvent) -> Bool { isSameDraw(as: other) && isNamed(like: other) }

  /// Whether the names are the same but for unique suffixes and for the outer scopes that one world has and the other
  /// has not.
  fileprivate func isNamed(like other: RandomEvent) -> Bool {
    func parts(_ name: String) -> [String] { name.split(separator: "/").map { withoutUniqueSuffix(String($0)) } }
    let (left, right) = (parts(name), parts(other.name))
    let count = min(left.count, right.count)
    return left.suffix(count).elementsEqual(right.suffix(count))
  }
}

extension RandomParting: CustomStringConvertible {
  /// What happens there, and what to do about it.
  public var description: String {
    let here =
      "random op \(index): the reference draws \(Self.words(reference)), the candidate \(Self.words(candidate))"
    switch cause {
    case .seeds:
      return here + ". Same operation, other seeds: seed both sides by one DeterministicRandomTestTool, and set its "
        + "operation_seed to the same number here."
    case .order(let place):
      return here
        + "; the reference's comes as random op \(place) in the candidate. The two sides make their random ops "
        + "in another order: compare with \(remedies.constantMode), or set operation_seed where the orders part."
    case .extra:
      return here + ". The candidate draws once more than the reference: compare with \(remedies.constantMode), or set "
        + "operation_seed after it."
    case .replaced:
      return here
        + ". The candidate draws the same shape with another random op: look at its initializer, or compare with "
        + "\(remedies.constantMode) where both draw alike."
    case .lacking:
      return here + ". The candidate lacks the reference's random op: look for a layer it does not run, or one in "
        + "another mode (training or inference); where the reference draws once more for something else, compare with "
        + "\(remedies.constantMode)."
    }
  }

  private static func words(_ event: RandomEvent?) -> String {
    event.map { "\($0.type) \($0.shape) (\($0.name), seeds \($0.seed), \($0.seed2))" } ?? "nothing"
  }
}
