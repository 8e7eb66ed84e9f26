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
  private let runsAhead: Bool
  private let outcome = Mutex<Outcome>(.ended)
  private let given = Mutex<Tensor?>(nil)
  private let produced = DispatchSemaphore(value: 0)
  private let wanted = DispatchSemaphore(value: 0)
  private let isStarted = Atomic(false)
  private let isOver = Atomic(false)
  private let isCancelled = Atomic(false)
  private let wantsOperations = Atomic(false)
  private let wantsOperands = Atomic(false)

  /// - Parameter runsAhead: whether the code goes on to its next event while what it told last is looked at. It must then depend on
  ///   nothing that its events lead to, and what ``next(wantsOperations:wantsOperands:)`` wants reaches it an event late.
  init(runsAhead: Bool = false, _ body: @escaping @Sendable (Emitter) throws -> Void) {
    self.body = body
    self.runsAhead = runsAhead
  }

  /// Lets the code run to its next event; nil once it has returned.
  ///
  /// - Throws: what the code threw.
  func next(wantsOperations wanted: Bool, wantsOperands: Bool = false) throws -> TraceEvent? {
    guard !isOver.load(ordering: .acquiring) else { return nil }
    wantsOperations.store(wanted, ordering: .relaxed)
    self.wantsOperands.store(wantsOperands, ordering: .relaxed)
    let isFirst = !isStarted.exchange(true, ordering: .acquiringAndReleasing)
    if isFirst { startThread() } else if !runsAhead { self.wanted.signal() }
    produced.wait()
    switch takeOutcome() {
    case .event(let event):
      if runsAhead { self.wanted.signal() }
      return event
    case .failed(let error):
      isOver.store(true, ordering: .releasing)
      throw error
    case .ended:
      isOver.store(true, ordering: .releasing)
      return nil
    }
  }

  /// What the code told last is not held on to: it may be large, and is another's now.
  private func takeOutcome() -> Outcome {
    outcome.withLock { outcome in
      defer { outcome = .ended }
      return outcome
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
