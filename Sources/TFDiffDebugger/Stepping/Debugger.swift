import Synchronization

/// Carries out commands on a pair of runs, one after the other, and knows no terminal.
///
///     let debugger = Debugger(target: target)
///     let state = debugger.perform(.continue)   // blocks; stops at the first divergence
///
/// ``perform(_:progress:)`` is for one thread at a time (a second call waits for the first); ``cancel()``,
/// ``submit(_:)`` and ``state`` are for any.
public final class Debugger: Sendable {
  private let session: Mutex<Session>
  private let published: Mutex<DebuggerState>
  private let control = RunControl()

  public init(target: DebugTarget, options: DebuggerOptions = .init()) {
    let session = Session(target: target, options: options, control: control)
    published = Mutex(session.recorder.state)
    self.session = Mutex(session)
  }

  /// What is known; while a command is carried out, as of its latest progress.
  public var state: DebuggerState { published.withLock { $0 } }

  /// Carries out a command and returns what is known then.
  ///
  /// Nothing is thrown: a run that fails is ``Phase/failed(_:message:)``, one that was cancelled is paused.
  ///
  /// - Parameter progress: called on this thread as the run gets on; must not call `perform`.
  @discardableResult
  public func perform(_ command: DebuggerCommand, progress: (DebuggerState) -> Void = { _ in })
    -> DebuggerState
  {
    carryOut(.command(command), progress)
  }

  /// Runs both sides again into the first endpoint that diverges and records its operations, so that the first
  /// operation that diverges is known. Nothing changes where there is no divergence or where it is known.
  @discardableResult
  public func locateDivergence(progress: (DebuggerState) -> Void = { _ in }) -> DebuggerState {
    carryOut(.locateDivergence, progress)
  }

  /// Stops the command that is being carried out, soon; the state is then paused.
  public func cancel() { control.cancel() }

  /// Hands in a change of tolerance or breakpoints without waiting: a run in progress takes it in at its next endpoint.
  /// Where there is none, ``applySubmitted()`` or the next command does.
  ///
  /// - Precondition: ``DebuggerCommand/isSetting``.
  public func submit(_ setting: DebuggerCommand) {
    precondition(setting.isSetting, "\(setting) has to be performed")
    control.submit(setting)
  }

  /// Takes in what was submitted and not yet taken in by a run.
  @discardableResult
  public func applySubmitted() -> DebuggerState {
    carryOut(.applySettings) { _ in }
  }

  private func carryOut(_ request: Session.Request, _ progress: (DebuggerState) -> Void) -> DebuggerState {
    session.withLock { session in
      control.performing {
        session.perform(request) { state in
          published.withLock { $0 = state }
          progress(state)
        }
      }
      let state = session.recorder.state
      if case .paused(let reason) = state.phase, reason != .cancelled { session.target.anticipate?() }
      published.withLock { $0 = state }
      return state
    }
  }
}

extension DebuggerCommand {
  /// Whether it changes how things are judged or where to stop, and runs nothing.
  public var isSetting: Bool {
    switch self {
    case .setTolerance, .addBreakpoint, .setBreakpoint, .deleteBreakpoint: true
    case .step, .into, .out, .continue, .until, .restart, .ladder, .openStep, .operationSeed: false
    }
  }
}
