import Collections
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

  /// What has been told and not been taken.
  private struct Told {
    var outcomes: Deque<Outcome> = []
    var bytes = 0
    /// Whether the code waits until less of it is there.
    var isWaiting = false
  }

  /// What the code on the thread tells its events to.
  struct Emitter: Sendable {
    fileprivate let generator: EventGenerator

    /// Hands over an event and waits to be asked for the next, or to be so far ahead no longer.
    ///
    /// - Throws: `CancellationError` once the generator is cancelled.
    func emit(_ event: TraceEvent) throws {
      if generator.put(.event(event), of: event.valueByteCount) { generator.wanted.wait() }
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
  private let lead: Int?
  private let told = Mutex(Told())
  private let given = Mutex<Tensor?>(nil)
  private let produced = DispatchSemaphore(value: 0)
  private let wanted = DispatchSemaphore(value: 0)
  private let isStarted = Atomic(false)
  private let isOver = Atomic(false)
  private let isCancelled = Atomic(false)
  private let wantsOperations = Atomic(false)
  private let wantsOperands = Atomic(false)

  /// - Parameter lead: how many bytes of values the code may have told that nobody has taken yet, while it goes on; nil where it is held
  ///   at each event. Code that goes on must depend on nothing that its events lead to, and what
  ///   ``next(wantsOperations:wantsOperands:)`` wants reaches it late.
  init(lead: Int? = nil, _ body: @escaping @Sendable (Emitter) throws -> Void) {
    self.body = body
    self.lead = lead
  }

  /// Lets the code run to its next event; nil once it has returned.
  ///
  /// - Throws: what the code threw.
  func next(wantsOperations wanted: Bool, wantsOperands: Bool = false) throws -> TraceEvent? {
    guard !isOver.load(ordering: .acquiring) else { return nil }
    wantsOperations.store(wanted, ordering: .relaxed)
    self.wantsOperands.store(wantsOperands, ordering: .relaxed)
    if !isStarted.exchange(true, ordering: .acquiringAndReleasing) {
      startThread()
    } else if lead == nil {
      self.wanted.signal()
    }
    produced.wait()
    switch take() {
    case .event(let event): return event
    case .failed(let error):
      isOver.store(true, ordering: .releasing)
      throw error
    case .ended:
      isOver.store(true, ordering: .releasing)
      return nil
    }
  }

  /// - Returns: whether the code is to wait for somebody to take what it told.
  @discardableResult
  private func put(_ outcome: Outcome, of bytes: Int = 0) -> Bool {
    let isWaiting = told.withLock { told in
      told.outcomes.append(outcome)
      told.bytes += bytes
      told.isWaiting = lead.map { told.bytes > $0 } ?? true
      return told.isWaiting
    }
    produced.signal()
    return isWaiting
  }

  private func take() -> Outcome {
    let (outcome, isFreed) = told.withLock { told in
      let outcome = told.outcomes.popFirst() ?? .ended
      if case .event(let event) = outcome { told.bytes -= event.valueByteCount }
      // One that is held at each event goes on when the next is asked for.
      let isFreed = told.isWaiting && lead.map { told.bytes <= $0 } ?? false
      if isFreed { told.isWaiting = false }
      return (outcome, isFreed)
    }
    if isFreed { wanted.signal() }
    return outcome
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
        put(.ended)
      } catch {
        put(.failed(error))
      }
    }
    thread.name = "tfdiff eager"
    thread.stackSize = 16 << 20
    thread.start()
  }
}
