import Dispatch
import Foundation
import Synchronization

/// Turns Ctrl-C, SIGTERM and SIGHUP into a request to stop, while it lives.
final class Interruption {
  private let received: ReceivedSignal
  private let sources: [any DispatchSourceSignal]

  /// - Parameter stop: called on another thread, once for each signal.
  init(_ stop: @escaping @Sendable () -> Void) {
    let received = ReceivedSignal()
    self.received = received
    let queue = DispatchQueue(label: "tfdiff.signals")
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      Foundation.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        received.number.withLock { $0 = number }
        stop()
      }
      source.resume()
      return source
    }
  }

  /// The signal that came; nil where none has.
  var signal: Int32? { received.number.withLock { $0 } }

  deinit { for source in sources { source.cancel() } }
}

private final class ReceivedSignal: Sendable {
  let number = Mutex<Int32?>(nil)
}
