import Foundation
import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// One side of the user's program, run by TensorFlow in a worker process.
///
/// The reference can be asked for the operations on the way to an end point at any time. The candidate can too, once it
/// is known which of its operations yield the end points: where that is not known when it is first asked, a run of its own
/// finds out, and the worker is replaced by one that is brought to the same place.
///
/// `@unchecked Sendable`: all but `active` is used by one thread at a time, as ``TraceSource`` asks of its callers, and
/// `active` is a mutex.
final class LiveSource: TraceSource, @unchecked Sendable {
  let runtime: String

  private let settings: LiveSettings
  private let side: Side
  private let discoveries: LiveDiscoveries
  private let probe: Probe
  private var worker: LiveWorker?
  /// How many end points have been told, and whether the run is over.
  private var endpointsPassed = 0
  private var isFinished = false
  private let active = Mutex<(worker: LiveWorker?, isCancelled: Bool)>((nil, false))

  init(_ settings: LiveSettings, side: Side, discoveries: LiveDiscoveries, probe: Probe = .standard) {
    self.settings = settings
    self.side = side
    self.discoveries = discoveries
    self.probe = probe
    runtime = side == .reference ? "TF1 graph" : "TF2 eager"
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
    let needsLayout = side == .candidate && request != .endpoint(deliveringOperations: false)
    if let worker, !needsLayout || worker.hasLayout { return worker }
    if needsLayout, discoveries.layout == nil { try discover(deliver) }
    let fresh = try start(layout: discoveries.layout)
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
    let worker = try start(layout: nil)
    do {
      while discoveries.layout == nil,
        try worker.advance(.endpoint(deliveringOperations: false), deliver: { _ in })
      {}
    } catch is LiveFailure {
      discoveries.learn(LiveLayout(entries: []))
    }
  }

  private func start(layout: LiveLayout?) throws -> LiveWorker {
    let worker = try LiveWorker(settings, side: side, layout: layout, discoveries: discoveries, probe: probe)
    let isCancelled = active.withLock { active in
      active.worker = worker
      return active.isCancelled
    }
    if isCancelled { worker.cancel() }
    try worker.greet()
    return worker
  }
}
