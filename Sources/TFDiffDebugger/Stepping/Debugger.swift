import Synchronization

/// Carries out commands on a pair of runs, one after the other, and knows no terminal.
///
///     let debugger = Debugger(target: target)
///     let state = debugger.perform(.continue)   // blocks; stops at the first divergence
///
/// ``perform(_:progress:)`` is for one thread at a time (a second call waits for the first); ``cancel()``,
/// ``submit(_:)`` and ``state`` are for any.
public final class Debugger: Sendable {
  private let bench: Mutex<Workbench>
  private let published: Mutex<DebuggerState>
  private let control = RunControl()

  public init(target: DebugTarget, options: DebuggerOptions = .init()) {
    let pair = PairRun(target: target, options: options, control: control)
    published = Mutex(pair.recorder.state)
    bench = Mutex(Workbench(pair))
  }

  /// What is known; while a command is carried out, as of its latest progress, or a moment before where there are many endpoints.
  public var state: DebuggerState { published.withLock { $0 } }

  /// Carries out a command and returns what is known then; what became of it is ``DebuggerState/reply``.
  ///
  /// Nothing is thrown: a run that fails is ``Phase/failed(_:message:)``, one that was cancelled is paused.
  ///
  /// - Parameter progress: called on this thread as the run gets on; must not call `perform`.
  @discardableResult
  public func perform(_ command: RunCommand, progress: (DebuggerState) -> Void = { _ in }) -> DebuggerState {
    work(on: .run(command), progress)
  }

  /// Changes a setting, after the command in progress, and returns what is known then.
  @discardableResult
  public func perform(_ setting: DebuggerSetting) -> DebuggerState { work(on: .set(setting)) { _ in } }

  /// Runs both sides again into the first divergence: ``RunCommand/locateDivergence``.
  @discardableResult
  public func locateDivergence(progress: (DebuggerState) -> Void = { _ in }) -> DebuggerState {
    perform(.locateDivergence, progress: progress)
  }

  /// Finds out why the two sides part: ``RunCommand/explain``.
  @discardableResult
  public func explain(progress: (DebuggerState) -> Void = { _ in }) -> DebuggerState {
    perform(.explain, progress: progress)
  }

  /// Finds out which layers add to the difference: ``RunCommand/propagate``.
  @discardableResult
  public func propagate(progress: (DebuggerState) -> Void = { _ in }) -> DebuggerState {
    perform(.propagate, progress: progress)
  }

  /// Stops the command that is being carried out, soon; the state is then paused.
  public func cancel() { control.cancel() }

  /// Hands in a setting without waiting: a run in progress takes it in at its next endpoint. Where there is none,
  /// ``applySubmitted()`` or the next command does.
  public func submit(_ setting: DebuggerSetting) { control.submit(setting) }

  /// Takes in what was submitted and not yet taken in by a run.
  @discardableResult
  public func applySubmitted() -> DebuggerState { work(on: .submitted) { _ in } }

  private enum Request {
    case run(RunCommand)
    case set(DebuggerSetting)
    case submitted
  }

  private static let interval = Duration.milliseconds(50)

  private func publish(_ state: DebuggerState, after last: inout ContinuousClock.Instant?) {
    let now = ContinuousClock.now
    if state.hasManyRows, let last, now - last < Self.interval { return }
    last = now
    published.withLock { $0 = state }
  }

  private func work(on request: Request, _ progress: (DebuggerState) -> Void) -> DebuggerState {
    var last: ContinuousClock.Instant?
    return bench.withLock { bench in
      control.performing {
        bench.begin()
        switch request {
        case .run(let command):
          bench.run(command) { state in
            publish(state, after: &last)
            progress(state)
          }
        case .set(let setting): bench.set(setting)
        case .submitted: break
        }
      }
      let state = bench.pair.recorder.state
      if case .paused(let reason) = state.phase, reason != .cancelled { bench.pair.target.anticipate() }
      published.withLock { $0 = state }
      return state
    }
  }
}

extension DebuggerState {
  /// A state that is held on to costs a copy of its rows at the next change: of many rows, as training steps have, too much
  /// for each one that is passed.
  var hasManyRows: Bool { endpoints.count >= 256 }
}
