import Foundation
import Synchronization
import Testing

/// Computes something on another thread, and waits for what came of it, but not for ever: what never returns fails its test
/// and lets the others go on.
final class Background<Value: Sendable>: Sendable {
  private let result = Mutex<Value?>(nil)
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () -> Value) {
    Thread { [self] in
      let value = body()
      result.withLock { $0 = value }
      done.signal()
    }.start()
  }

  func wait(seconds: Int = 60, sourceLocation: SourceLocation = #_sourceLocation) throws -> Value {
    let isDone = done.wait(timeout: .now() + .seconds(seconds)) == .success
    try #require(isDone, "not done after \(seconds) seconds", sourceLocation: sourceLocation)
    return try #require(result.withLock { $0 }, sourceLocation: sourceLocation)
  }
}
