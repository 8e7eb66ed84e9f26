import Dispatch
import Foundation
import Synchronization

/// Turns Ctrl-C, SIGTERM and SIGHUP into a request to stop, from when it is made until its end.
///
/// SIGHUP stays ignored where it was, as under nohup.
final class Interruption {
  private let received: ReceivedSignal
  private var sources: [(number: Int32, source: any DispatchSourceSignal)] = []

  /// - Parameter stop: called on another thread, once for each signal.
  init(_ stop: @escaping @Sendable () -> Void) {
    let received = ReceivedSignal()
    self.received = received
    let queue = DispatchQueue(label: "tfdiff.signals")
    for number in [SIGINT, SIGTERM, SIGHUP] where number != SIGHUP || SignalDisposition(of: number) != .ignored {
      Foundation.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        received.number.withLock { $0 = number }
        stop()
      }
      source.resume()
      sources.append((number, source))
    }
  }

  /// The signal that came; nil where none has.
  var signal: Int32? { received.number.withLock { $0 } }

  /// From now on the signals end the process: what could be stopped is over, and nothing that follows may hold it up.
  func end() {
    for (number, source) in sources {
      source.cancel()
      Foundation.signal(number, SIG_DFL)
    }
    sources = []
  }

  deinit { end() }
}

private final class ReceivedSignal: Sendable {
  let number = Mutex<Int32?>(nil)
}
