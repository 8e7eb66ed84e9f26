import Foundation
import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// One side of the user's program, run by TensorFlow in a worker process.
///
/// The reference can be asked for the operations on the way to an end point at any time. An eager candidate can too, once
/// it is known which of its operations yield the end points: where that is not known when it is first asked, a run of its
/// own finds out, and the worker is replaced by one that is brought to the same place. A traced candidate is replaced by one
/// that returns its operations.
///
/// `@unchecked Sendable`: all but `active` is used by one thread at a time, as ``TraceSource`` asks of its callers, and
/// `active` is a mutex.
final class LiveSource: TraceSource, @unchecked Sendable {
  let runtime: String

  private let settings: LiveSettings
  private let side: Side
  private let discoveries: LiveDiscoveries
  private let probe: Probe
  /// A worker that was started beforehand.
  private var prepared: LiveWorker?
  private var worker: LiveWorker?
  /// How many end points have been told, and whether the run is over.
  private var endpointsPassed = 0
  private var isFinished = false
  private let active = Mutex<(worker: LiveWorker?, isCancelled: Bool)>((nil, false))

  init(
    _ settings: LiveSettings, side: Side, discoveries: LiveDiscoveries, probe: Probe = .standard,
    prepared: LiveWorker? = nil
  ) {
    self.settings = settings
    self.side = side
    self.discoveries = discoveries
    self.probe = probe
    self.prepared = prepared
    runtime = side == .reference ? "TF1 graph" : settings.candidate.runtime
  }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    guard !isFinished else { return false }
    let worker = try readyWorker(for: request, deliver)
    let goesOn = try worker.advance(request) { event in
      if case .endpoint = event { endpointsPassed += 1 }
      deliver(event)
    }
    isFinished = !goesOn
    return goesOn
  }

  func cancel() {
    let worker = active.withLock { active in
      active.isCancelled = true
      return active.worker
    }
    worker?.cancel()
  }

  /// The worker that can do what is asked.
  private func readyWorker(for request: Advance, _ deliver: (TraceEvent) -> Void) throws -> LiveWorker {
    let isAskedForOperations = side == .candidate && request != .endpoint(deliveringOperations: false)
    let needsLayout = isAskedForOperations && settings.candidate != .function
    let needsOperations = isAskedForOperations && settings.candidate == .function
    func can(_ plan: LiveWorker.Plan) -> Bool {
      (!needsLayout || plan.layout != nil) && (!needsOperations || plan.tellsOperations)
    }
    if let worker, can(worker.plan) { return worker }
    if side == .candidate, settings.copiesWeights, !discoveries.weights.isKnown { try learnWeights(deliver) }
    if needsLayout, discoveries.layout == nil { try discover(deliver) }
    let plan = LiveWorker.Plan(layout: discoveries.layout, tellsOperations: needsOperations)
    let fresh = try start(prepared.flatMap { can($0.plan) ? $0 : nil } ?? newWorker(plan))
    prepared = nil
    // What was told before is not told again.
    for _ in 0..<endpointsPassed { try skipEndpoint(fresh) }
    worker = fresh
    return fresh
  }

  private func skipEndpoint(_ worker: LiveWorker) throws {
    var isPassed = false
    while !isPassed {
      let goesOn = try worker.advance(.endpoint(deliveringOperations: false)) { event in
        if case .endpoint = event { isPassed = true }
      }
      if !goesOn { return }
    }
  }

  /// Runs the program once to its end, to find out which operations yield its end points. Where it fails on the way, as
  /// the run itself then will, there are none.
  private func discover(_ deliver: (TraceEvent) -> Void) throws {
    deliver(.log("running once to find out which operations yield the end points"))
    let worker = try start(newWorker(.init()))
    do {
      while discoveries.layout == nil,
        try worker.advance(.endpoint(deliveringOperations: false), deliver: { _ in })
      {}
    } catch is LiveFailure {
      discoveries.learn(LiveLayout(entries: []))
    }
  }

  /// Runs the reference as far as it takes to know its variables.
  private func learnWeights(_ deliver: (TraceEvent) -> Void) throws {
    deliver(.log("running the reference to learn its variables"))
    let reference = try LiveWorker(
      settings, side: .reference, plan: .init(), discoveries: discoveries, probe: probe)
    let worker = try start(reference)
    while !discoveries.weights.isKnown,
      try worker.advance(.endpoint(deliveringOperations: false), deliver: { _ in })
    {}
  }

  private func newWorker(_ plan: LiveWorker.Plan) throws -> LiveWorker {
    try LiveWorker(settings, side: side, plan: plan, discoveries: discoveries, probe: probe)
  }

  /// Makes a worker the one that ``cancel()`` reaches, and gets it going.
  private func start(_ worker: LiveWorker) throws -> LiveWorker {
    let isCancelled = active.withLock { active in
      active.worker = worker
      return active.isCancelled
    }
    if isCancelled { worker.cancel() }
    try worker.greet()
    return worker
  }
}
