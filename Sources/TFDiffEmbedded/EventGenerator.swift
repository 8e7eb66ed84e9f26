import Dispatch
import Foundation
import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// Runs code on a thread of its own that is held at each event it tells, until the next is asked for: a forward
/// pass made into a sequence.
final class EventGenerator: Sendable {
  private enum Outcome: Sendable {
    case event(TraceEvent)
    case failed(any Error)
    case ended
  }

  /// What the code on the thread tells its events to.
  struct Emitter: Sendable {
    fileprivate let generator: EventGenerator

    /// Hands over an event and waits to be asked for the next.
    ///
    /// - Throws: `CancellationError` once the generator is cancelled.
    func emit(_ event: TraceEvent) throws {
      generator.outcome.withLock { $0 = .event(event) }
      generator.produced.signal()
      generator.wanted.wait()
      try checkCancellation()
    }

    var wantsOperations: Bool { generator.wantsOperations.load(ordering: .relaxed) }
    /// Whether operations are told with the values that they take.
    var wantsOperands: Bool { generator.wantsOperands.load(ordering: .relaxed) }

    /// What the code is to go on with in the place of what it told last; nil for that itself.
    func takeGiven() -> Tensor? {
      generator.given.withLock { given in
        defer { given = nil }
        return given
      }
    }

    func checkCancellation() throws {
      if generator.isCancelled.load(ordering: .relaxed) { throw CancellationError() }
    }
  }

  private let body: @Sendable (Emitter) throws -> Void
  private let outcome = Mutex<Outcome>(.ended)
  private let given = Mutex<Tensor?>(nil)
  private let produced = DispatchSemaphore(value: 0)
  private let wanted = DispatchSemaphore(value: 0)
  private let isStarted = Atomic(false)
  private let isOver = Atomic(false)
  private let isCancelled = Atomic(false)
  private let wantsOperations = Atomic(false)
  private let wantsOperands = Atomic(false)

  init(_ body: @escaping @Sendable (Emitter) throws -> Void) { self.body = body }

  /// Lets the code run to its next event; nil once it has returned.
  ///
  /// - Throws: what the code threw.
  func next(wantsOperations wanted: Bool, wantsOperands: Bool = false) throws -> TraceEvent? {
    guard !isOver.load(ordering: .acquiring) else { return nil }
    wantsOperations.store(wanted, ordering: .relaxed)
    self.wantsOperands.store(wantsOperands, ordering: .relaxed)
    if isStarted.exchange(true, ordering: .acquiringAndReleasing) {
      self.wanted.signal()
    } else {
      startThread()
    }
    produced.wait()
    switch outcome.withLock({ $0 }) {
    case .event(let event): return event
    case .failed(let error):
      isOver.store(true, ordering: .releasing)
      throw error
    case .ended:
      isOver.store(true, ordering: .releasing)
      return nil
    }
  }

  /// Hands in what the code, which is held, goes on with in the place of what it told last.
  func give(_ value: Tensor) { given.withLock { $0 = value } }

  /// Makes the code's next ``Emitter/emit(_:)`` or ``Emitter/checkCancellation()`` throw, also if it is waiting.
  func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    wanted.signal()
  }

  private func startThread() {
    let thread = Thread { [self] in
      do {
        try body(Emitter(generator: self))
        outcome.withLock { $0 = .ended }
      } catch {
        outcome.withLock { $0 = .failed(error) }
      }
      produced.signal()
    }
    thread.name = "tfdiff eager"
    thread.stackSize = 16 << 20
    thread.start()
  }
}
