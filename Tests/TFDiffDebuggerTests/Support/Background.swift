import Foundation
import Synchronization
import TFDiffDebugger
import Testing

/// Runs a command on another thread, and waits for what came of it.
final class Background: Sendable {
  private let result = Mutex<DebuggerState?>(nil)
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () -> DebuggerState) {
    Thread { [self] in
      let state = body()
      result.withLock { $0 = state }
      done.signal()
    }.start()
  }

  func wait() throws -> DebuggerState {
    done.wait()
    return try #require(result.withLock { $0 })
  }
}
