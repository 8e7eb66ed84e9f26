import TFDiffTensor

/// One side's run as the debugger drives it: opened when first needed, and, where a cancellation left its
/// source unusable, opened again and brought back to the same place unseen.
///
/// An advance is told of whole or not at all: one that was cancelled leaves no trace, so that it can be made anew.
struct SideRun: Sendable {
  let side: Side
  let target: DebugTarget
  let control: RunControl
  private var source: (any TraceSource)?
  /// How many endpoints, and how many single operations since the last of them, the run has been advanced by.
  private var endpoints = 0
  private var operations = 0
  private(set) var hasEnded = false
  private(set) var runtime: String?

  init(side: Side, target: DebugTarget, control: RunControl) {
    self.side = side
    self.target = target
    self.control = control
  }

  /// What an advance told, and what ended it early.
  struct Outcome {
    var events: [TraceEvent] = []
    var failure: (any Error)?
  }

  /// Advances the run. Log lines are passed to `log` as they come; all else is in the outcome.
  ///
  /// - Throws: `CancellationError`; what else goes wrong is in the outcome, beside what was told before.
  mutating func advance(_ request: Advance, log: (String) -> Void) throws(CancellationError) -> Outcome {
    var outcome = Outcome()
    do {
      try connect()
      try pull(request) { event in
        if case .log(let text) = event { log(text) } else { outcome.events.append(event) }
      }
    } catch {
      source = nil
      if error is CancellationError { throw CancellationError() }
      hasEnded = true
      outcome.failure = error
    }
    return outcome
  }

  /// Starts the run, or brings a new one to where the old one was.
  ///
  /// - Throws: what opening throws, or `CancellationError`.
  mutating func connect() throws {
    guard source == nil, !hasEnded else { return }
    try control.checkCancellation()
    let opened = try target.open(side)
    source = opened
    runtime = opened.runtime
    let (pastEndpoints, pastOperations) = (endpoints, operations)
    (endpoints, operations) = (0, 0)
    try skip(endpoints: pastEndpoints)
    for _ in 0..<pastOperations { try pull(.operation) { _ in } }
  }

  /// Runs past endpoints without telling of anything.
  mutating func skip(endpoints count: Int) throws {
    let end = endpoints + count
    while endpoints < end, !hasEnded { try pull(.endpoint(deliveringOperations: false)) { _ in } }
  }

  private mutating func pull(_ request: Advance, deliver: (TraceEvent) -> Void) throws {
    guard let source else { return }
    var arrivals = 0
    let (goesOn, wasCancelled) = try control.running(source) {
      try source.advance(request) { event in
        if case .endpoint = event { arrivals += 1 }
        deliver(event)
      }
    }
    endpoints += arrivals
    operations = arrivals > 0 ? 0 : operations + (request == .operation ? 1 : 0)
    hasEnded = !goesOn
    // A source that was told to cancel just as it finished may still obey at its next advance.
    if hasEnded || wasCancelled { self.source = nil }
  }
}
