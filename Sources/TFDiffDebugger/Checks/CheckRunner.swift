import Synchronization

/// A whole run of a pair without a screen.
///
///     let result = CheckRunner(target: target).run(passed: { row in print(row.name, row.status) })
///     exit(result.conclusion.verdict.exitStatus)
public final class CheckRunner: Sendable {
  public struct Result: Sendable {
    public var state: DebuggerState
    public var conclusion: Conclusion
  }
  private let debugger: Debugger
  private let locatesDivergence: Bool
  private let explains: Bool
  private let propagates: Bool
  private let isCancelled = Mutex(false)

  /// - Parameters:
  ///   - options: their breakpoints are left out; a check stops nowhere.
  ///   - locatesDivergence: whether, on a divergence, both sides are run again into that endpoint so that the report can
  ///     name the operation.
  ///   - explains: whether, on a divergence, experiments are made that tell why.
  ///   - propagates: whether the candidate is then run on the reference's values too, where it can be.
  public init(
    target: DebugTarget, options: DebuggerOptions = .init(), locatesDivergence: Bool = true, explains: Bool = false,
    propagates: Bool = true
  ) {
    var options = options
    options.breakpoints = []
    debugger = Debugger(target: target, options: options)
    self.locatesDivergence = locatesDivergence
    self.explains = explains
    self.propagates = propagates
  }

  /// Runs to the end and concludes; blocks.
  ///
  /// - Parameters:
  ///   - progress: what the run is at, as it gets on.
  ///   - passed: each endpoint once, in order, as soon as both sides have passed it. Its verdict may still change
  ///     where a side assigns variables or reaches endpoints out of order.
  public func run(
    progress: (DebuggerState) -> Void = { _ in }, passed: (EndpointRow) -> Void = { _ in }
  ) -> Result {
    var told = 0
    func tell(_ state: DebuggerState) {
      while told < state.position {
        passed(state.endpoints[told])
        told += 1
      }
    }
    var state = debugger.perform(.continue) { state in
      // A cancellation from before the run began is obeyed here.
      if isCancelled.withLock({ $0 }) { debugger.cancel() }
      tell(state)
      progress(state)
    }
    tell(state)
    if !state.lacksReference, state.phase != .paused(.cancelled) {
      if explains {
        state = debugger.explain(progress: progress)
        if propagates, state.firstDivergence != nil, state.target.resyncObstacle == nil, !isCancelled.withLock({ $0 }) {
          state = debugger.propagate(progress: progress)
        }
      } else if locatesDivergence {
        state = debugger.locateDivergence(progress: progress)
      }
    }
    return Result(state: state, conclusion: state.conclusion)
  }

  /// Stops the run soon, from any thread; the verdict is then `incomparable`, unless a divergence was found.
  public func cancel() {
    isCancelled.withLock { $0 = true }
    debugger.cancel()
  }
}
