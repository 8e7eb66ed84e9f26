import Synchronization
import TFDiffTensor

/// A side's run of a part of a model: the candidate is given the reference's value where the part begins, and either side's run
/// ends where the part does.
///
/// `@unchecked Sendable`: what changes is used by one thread at a time, as ``TraceSource`` asks of its callers; ``cancel()``, which may
/// come from any, reaches `source` and `exchange` alone, which are Sendable themselves.
final class PartSource: TraceSource, @unchecked Sendable {
  private let source: any TraceSource
  private let side: Side
  private let exchange: PartExchange
  private var progress: PartProgress
  private var names = OccurrenceNames()
  private var reached: [String] = []
  private var started = ContinuousClock.now

  init(_ source: any TraceSource, side: Side, _ part: ModelPart, _ exchange: PartExchange) {
    (self.source, self.side, self.exchange) = (source, side, exchange)
    progress = PartProgress(part)
  }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    if progress.hasEnded {
      deliver(.finished(RunSummary(regularizationLoss: nil, seconds: (ContinuousClock.now - started) / .seconds(1))))
      return false
    }
    var start: Tensor?
    let goesOn = try source.advance(request) { event in
      if case .endpoint(let endpoint) = event, pass(endpoint.name) == .start { start = endpoint.value }
      deliver(event.withoutLosses)
    }
    if let start { try begin(start) }
    try verify(isOver: !goesOn)
    return goesOn
  }

  private func pass(_ name: String) -> PartProgress.Place {
    let name = names.unique(name)
    reached.append(name)
    return progress.pass(name)
  }

  private func begin(_ value: Tensor) throws {
    switch side {
    case .reference: exchange.put(value)
    case .candidate: try source.substitute(try exchange.value())
    }
  }

  /// - Throws: ``ModelPartError`` where the part turns out not to be there.
  private func verify(isOver: Bool) throws(ModelPartError) {
    let part = progress.part
    if progress.isEmpty { throw .empty(part) }
    guard isOver else { return }
    for (end, name) in part.ends {
      if reached.contains(name) { continue }
      throw .unknownEndpoint(end, name: name, side: side, known: reached)
    }
  }

  func cancel() {
    source.cancel()
    exchange.cancel()
  }

  func substitute(_ value: Tensor) throws { try source.substitute(value) }
}

/// Hands the reference's value from its run to the candidate's.
final class PartExchange: Sendable {
  private struct State {
    var value: Tensor?
    /// A run of the reference's that is made for the value alone.
    var active: (any TraceSource)?
  }
  private let state = Mutex(State())
  private let part: ModelPart
  private let open: @Sendable () throws -> any TraceSource

  /// - Parameter open: starts the reference's run.
  init(_ part: ModelPart, open: @escaping @Sendable () throws -> any TraceSource) {
    (self.part, self.open) = (part, open)
  }

  func put(_ value: Tensor) { state.withLock { $0.value = value } }

  /// The reference's value where the part begins. The reference is mostly there before the candidate; where it is not, it is run
  /// as far.
  func value() throws -> Tensor {
    if let value = state.withLock({ $0.value }) { return value }
    let run = PartSource(try open(), side: .reference, part, self)
    state.withLock { $0.active = run }
    defer { state.withLock { $0.active = nil } }
    while try run.advance(.endpoint(deliveringOperations: false), deliver: { _ in }) {
      if let value = state.withLock({ $0.value }) { return value }
    }
    throw ModelPartError.empty(part)
  }

  func cancel() {
    let active = state.withLock { state in
      defer { state.active = nil }
      return state.active
    }
    active?.cancel()
  }
}
