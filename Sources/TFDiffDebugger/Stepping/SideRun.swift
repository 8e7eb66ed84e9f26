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
  private var place = Place()
  private(set) var hasEnded = false
  private(set) var runtime: String?

  /// Whether it stands between two endpoints, after an advance that returned at a variable's creation or an operation.
  var isMidway: Bool { !hasEnded && !place.advances.isEmpty }

  init(side: Side, target: DebugTarget, control: RunControl) {
    self.side = side
    self.target = target
    self.control = control
  }

  /// How far the run has come: the endpoints it passed, and each advance since the last of them, of which those that
  /// returned at a variable's creation are some.
  private struct Place {
    var endpoints = 0
    var advances: [Advance] = []
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
    source = try target.sides[side].open()
    runtime = target.sides[side].runtime
    let goal = place
    place = Place()
    do {
      try skip(endpoints: goal.endpoints)
      for advance in goal.advances { try pull(advance) { _ in } }
    } catch {
      // Another attempt has to come as far as this one should have.
      place = goal
      throw error
    }
  }

  /// Runs past endpoints without telling of anything.
  mutating func skip(endpoints count: Int) throws {
    let end = place.endpoints + count
    while place.endpoints < end, !hasEnded { try pull(.endpoint(deliveringOperations: false)) { _ in } }
  }

  private mutating func pull(_ request: Advance, deliver: (TraceEvent) -> Void) throws {
    if hasEnded { return }
    // Told to cancel just as an advance before finished, the run has let its source go.
    guard let source else { throw CancellationError() }
    var arrivals = 0
    let (goesOn, wasCancelled) = try control.running(source) {
      try source.advance(request) { event in
        if case .endpoint = event { arrivals += 1 }
        deliver(event)
      }
    }
    if arrivals > 0 {
      place = Place(endpoints: place.endpoints + arrivals)
    } else {
      place.advances.append(request)
    }
    hasEnded = !goesOn
    // A source that was told to cancel just as it finished may still obey at its next advance.
    if hasEnded || wasCancelled { self.source = nil }
  }
}
