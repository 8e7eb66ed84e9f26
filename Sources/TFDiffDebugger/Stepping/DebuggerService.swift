import Dispatch
import Synchronization

/// A debugger on a thread of its own: commands go in without waiting, snapshots of the state come out.
///
/// Commands are carried out one after the other. Changes of tolerance and breakpoints overtake: a run in progress takes
/// them in at its next endpoint. A restart begins a new run with a new id; what the old one still posts can
/// so be told apart, and its queued commands are dropped.
public final class DebuggerService: Sendable {
  /// Receives a run's id and what is known of it, on the service's thread.
  public typealias Handler = @Sendable (Int, DebuggerState) -> Void

  private struct Control {
    var runID = 1
    /// Counts cancellations, so that run commands queued before one are dropped.
    var epoch = 0
    var lastPost: ContinuousClock.Instant?
    /// What came too early to be posted, to be posted in time where nothing newer is.
    var held: (runID: Int, state: DebuggerState)?
    var isStopped = false
  }
  private let debugger: Debugger
  private let control = Mutex(Control())
  private let queue = DispatchQueue(label: "tfdiff.debugger", qos: .userInitiated)
  private let interval: Duration
  private let now: @Sendable () -> ContinuousClock.Instant
  private let handler: Handler
  /// Keeps snapshots in order, since one that was held back is posted from another thread.
  private let posting = Mutex(())

  /// - Parameters:
  ///   - interval: the least time between two snapshots of a run in progress; 60 a second by default. The snapshot
  ///     at the end of a command is always posted.
  ///   - now: the clock.
  public init(
    debugger: Debugger, interval: Duration = .microseconds(16_667),
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }, handler: @escaping Handler
  ) {
    self.debugger = debugger
    self.interval = interval
    self.now = now
    self.handler = handler
  }

  /// The id of the present run, from 1; snapshots with a lower one are stale.
  public var runID: Int { control.withLock { $0.runID } }

  /// What is known; while a command is carried out, as of its latest progress.
  public var state: DebuggerState { debugger.state }

  /// Hands in a command and returns at once, with the id of the run that it belongs to.
  @discardableResult
  public func send(_ command: RunCommand) -> Int {
    let (id, epoch) = control.withLock { control in
      if command == .restart {
        control.runID += 1
        control.epoch += 1
      }
      return (control.runID, control.epoch)
    }
    if command == .restart { debugger.cancel() }
    queue.async { [self] in
      // Whoever waits for a command that was cancelled before it began is told where things stand.
      guard isCurrent(epoch) else { return post(debugger.state, runID: id) }
      post(debugger.perform(command) { self.progress($0, runID: id, epoch: epoch) }, runID: id)
    }
    return id
  }

  /// Hands in a setting and returns at once.
  public func send(_ setting: DebuggerSetting) {
    debugger.submit(setting)
    // Where no run takes it in, this does; where one did, it posts what came of it.
    queue.async { [self] in post(debugger.applySubmitted(), runID: runID) }
  }

  /// What is known for a report, once both sides have been run again into the first divergence; waits for the commands
  /// handed in before, and posts nothing. Works after ``stop()`` too.
  public func locatedDivergence() -> DebuggerState { queue.sync { debugger.locateDivergence() } }

  /// Stops the run in progress and drops the run commands that wait behind it.
  public func cancel() {
    control.withLock { $0.epoch += 1 }
    debugger.cancel()
  }

  /// Cancels, and posts nothing any more.
  public func stop() {
    control.withLock { $0.isStopped = true }
    cancel()
  }

  /// Blocks until every command handed in so far has been carried out.
  public func waitUntilIdle() { queue.sync {} }

  private func isCurrent(_ epoch: Int) -> Bool { control.withLock { !$0.isStopped && $0.epoch == epoch } }

  private func progress(_ state: DebuggerState, runID id: Int, epoch: Int) {
    // A cancellation that came just before the command began found nothing to cancel: it is made good here.
    if !isCurrent(epoch) { debugger.cancel() }
    let instant = now()
    let (isDue, isFirstHeld) = control.withLock { control in
      if let last = control.lastPost, last.duration(to: instant) < interval {
        let isFirst = control.held == nil
        if isFirst || !state.hasManyRows { control.held = (id, state) }
        return (false, isFirst)
      }
      control.lastPost = instant
      return (true, false)
    }
    if isDue { post(state, runID: id) }
    // What is said before something that takes long would else not be seen until that is over.
    if isFirstHeld { postHeld(after: interval) }
  }

  private func postHeld(after interval: Duration) {
    let (seconds, attoseconds) = interval.components
    let delay = DispatchTimeInterval.nanoseconds(
      Int(clamping: seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
    DispatchQueue.global().asyncAfter(deadline: .now() + delay) { [weak self] in
      guard let self else { return }
      posting.withLock { _ in
        let held = control.withLock { control in
          defer { control.held = nil }
          control.lastPost = now()
          return control.held
        }
        if let held { hand(held.state, runID: held.runID) }
      }
    }
  }

  private func post(_ state: DebuggerState, runID id: Int) {
    posting.withLock { _ in
      control.withLock { $0.held = nil }
      hand(state, runID: id)
    }
  }

  private func hand(_ state: DebuggerState, runID id: Int) {
    let isWanted = control.withLock { !$0.isStopped && $0.runID == id }
    if isWanted { handler(id, state) }
  }
}
