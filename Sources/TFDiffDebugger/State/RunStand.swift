import TFDiffTensor

/// Where two runs stand, so that nobody takes one that was stopped for one that is over.
public struct RunStand: Sendable, Hashable {
  /// The raw values are the report's.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Nothing has been run.
    case notBegun = "not-begun"
    case running
    /// Held before its end: what has not been reached is still to come.
    case stopped
    /// Ended by a failure of a side: what has not been reached will not be.
    case failed
    case ended
  }
  public var kind: Kind
  /// How many layers both sides have passed.
  public var passed: Int
  /// How many layers there are, as far as they are known.
  public var known: Int
  /// Whether the sides have said beforehand which layers there are.
  public var isPlanned: Bool
  /// The last layer that both have passed.
  public var last: String?
  /// The layer that the run is inside of.
  public var inside: String?
  /// Why it was stopped.
  public var reason: StopReason?
  /// What the breakpoint that stopped it stops on.
  public var breakpoint: Breakpoint.Condition?
  /// The side that failed, and the layer it was on the way to.
  public var failure: RunFailure?

  /// Whether all that the sides have to tell has been told.
  public var isEnded: Bool { kind == .ended }

  /// Whether what has not been reached is still to come.
  public var isUnderWay: Bool { kind == .running || kind == .stopped }
}

extension DebuggerState {
  public var stand: RunStand {
    // A side that failed has not passed what it was on the way to.
    let passed = failure == nil ? position : (endpoints[..<position].lastIndex(where: \.isComplete) ?? -1) + 1
    let last = passed > 0 ? endpoints[passed - 1].name : nil
    var stand = RunStand(
      kind: standKind, passed: passed, known: endpoints.count,
      isPlanned: endpoints.contains(where: \.isExpected), last: last, failure: failure)
    if isInside, position < endpoints.count { stand.inside = endpoints[position].name }
    if case .paused(let reason) = phase {
      stand.reason = reason
      if case .breakpoint(let id, _) = reason { stand.breakpoint = breakpoints.first { $0.id == id }?.condition }
    }
    return stand
  }

  private var standKind: RunStand.Kind {
    if failure != nil { return .failed }
    switch phase {
    case .ready: return .notBegun
    case .running: return isOver.reference && isOver.candidate ? .ended : .running
    case .paused: return .stopped
    case .finished: return .ended
    case .failed: return .failed
    }
  }

  /// Whether each side has told all it has to tell, so that what it has not told of it lacks. A side that failed, or that a
  /// failure of the other left behind, has not.
  public var isOver: SidePair<Bool> {
    SidePair(
      reference: referenceSummary != nil || phase == .finished, candidate: candidateSummary != nil || phase == .finished
    )
  }

  /// How many end points match, of those that can be judged, and how many may still come.
  public var tally: String {
    let matching = endpoints.count { $0.status == .match }
    let coming = endpoints.count { $0.status == .notRun && !$0.isComplete }
    if stand.isUnderWay, coming > 0 {
      let reached = endpoints.count { $0.isComplete && $0.status.isCompared }
      return "\(matching) of \(reached) \(comparedWords) that both sides have reached match, \(coming) still to come"
    }
    let countable = endpoints.count { ($0.isExpected || $0.isComplete) && $0.status.isCompared }
    let unjudged = endpoints.count { $0.status == .unjudged }
    let waived = endpoints.count { $0.waived != nil }
    return "\(matching) of \(countable) \(comparedWords) match" + (waived == 0 ? "" : ", \(waived) waived")
      + (unjudged == 0 ? "" : ", \(unjudged) cannot be judged")
  }

  /// What the rows are.
  private var comparedWords: String { comparesTraining ? "rungs" : "endpoints" }
}

extension RunStand: CustomStringConvertible {
  public var description: String {
    switch kind {
    case .notBegun: "nothing has been run"
    case .running: "still running, \(place)"
    case .stopped: "stopped \(place)" + (reason.map { ": \(words($0))" } ?? "")
    case .failed:
      "ended \(place) by a failure" + (failure.map { " of the \($0.side.rawValue)" } ?? "")
        + (failure?.endpoint.map { " on the way to \($0)" } ?? "")
    case .ended: "run to the end"
    }
  }

  private var place: String {
    let count = "of \(known)" + (isPlanned ? "" : " known so far")
    if let inside { return "inside layer \(passed + 1) \(count), \(inside)" }
    return last.map { "at layer \(passed) \(count), \($0)" } ?? "before the first layer"
  }

  private func words(_ reason: StopReason) -> String {
    switch reason {
    case .step: "a step"
    case .breakpoint(let id, let name):
      "breakpoint \(id)" + (breakpoint.map { " on \($0)" } ?? "") + (name == last ? "" : ", at \(name)")
    case .divergence(let name): "\(name) diverges"
    case .creation(let variable, let call): "the candidate created \(variable) on call \(call)"
    case .reached(let name): "run until \(name)"
    case .cancelled: "interrupted"
    }
  }
}
