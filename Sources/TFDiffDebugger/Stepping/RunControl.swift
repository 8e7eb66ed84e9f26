import Synchronization

/// What other threads may say to a run in progress: stop, and settings to be taken in at the next endpoint.
final class RunControl: Sendable {
  private struct State {
    var isPerforming = false
    var isCancelled = false
    var active: (any Cancellable)?
    var settings: [DebuggerSetting] = []
  }
  private let state = Mutex(State())

  /// Marks the time in which ``cancel()`` has something to cancel.
  func performing<Result>(_ body: () throws -> Result) rethrows -> Result {
    state.withLock {
      $0.isPerforming = true
      $0.isCancelled = false
    }
    defer {
      state.withLock {
        $0.isPerforming = false
        $0.isCancelled = false
      }
    }
    return try body()
  }

  /// Makes the run in progress stop soon; nothing happens where there is none.
  func cancel() {
    let source = state.withLock { state -> (any Cancellable)? in
      guard state.isPerforming else { return nil }
      state.isCancelled = true
      return state.active
    }
    source?.cancel()
  }

  /// Lets a source run, or a calculator calculate, and returns whether it was told to cancel meanwhile.
  ///
  /// - Throws: `CancellationError` where the run was cancelled before; else what `body` throws.
  func running<Result>(_ source: any Cancellable, _ body: () throws -> Result) throws -> (Result, Bool) {
    try state.withLock {
      if $0.isCancelled { throw CancellationError() }
      $0.active = source
    }
    defer { state.withLock { $0.active = nil } }
    let result = try body()
    return (result, state.withLock { $0.isCancelled })
  }

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  func checkCancellation() throws {
    if isCancelled { throw CancellationError() }
  }

  func submit(_ setting: DebuggerSetting) { state.withLock { $0.settings.append(setting) } }

  func takeSettings() -> [DebuggerSetting] {
    state.withLock { state in
      defer { state.settings = [] }
      return state.settings
    }
  }
}
