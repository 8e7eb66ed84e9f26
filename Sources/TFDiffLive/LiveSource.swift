import Foundation
import TFDiffDebugger
import TFDiffTensor

/// One side of the user's program, run by TensorFlow in a worker process.
///
/// The reference can be asked for the operations on the way to an end point at any time. An eager candidate can too, once
/// it is known which of its operations yield the end points: where that is not known when it is first asked, a run of its
/// own finds out, and the worker is replaced by one that is brought to the same place. A traced candidate is replaced by one
/// that returns its operations. Either is replaced by one that keeps the values that operations take, where these are
/// asked for.
///
/// `@unchecked Sendable`: all but `active` is used by one thread at a time, as ``TraceSource`` asks of its callers, and
/// `active` locks.
final class LiveSource: TraceSource, @unchecked Sendable {
  let settings: LiveSettings
  let discoveries: LiveDiscoveries
  private let side: Side
  private let probe: Probe
  /// Whether it is given values in the place of its own, and so has to be held within its call.
  private let takesValues: Bool
  /// The endpoint at which it is held, as its worker calls it.
  private var held: EndpointEvent?
  private var worker: LiveWorker?
  /// How many end points have been told, and whether the run is over.
  private var endpointsPassed = 0
  private var isFinished = false
  /// What is left to tell of a candidate that has been begun for its names.
  private var begun: LiveDiscoveries.Begun?
  /// What the reference has told of its variables.
  private(set) var variables: [VariableEvent] = []
  private let active = ActiveWorker()

  init(
    _ settings: LiveSettings, side: Side, discoveries: LiveDiscoveries, probe: Probe = .standard,
    takesValues: Bool = false
  ) {
    self.takesValues = takesValues
    self.settings = settings
    self.side = side
    self.discoveries = discoveries
    self.probe = probe
  }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    held = nil
    guard !isFinished else { return false }
    func tell(_ event: TraceEvent) {
      if case .endpoint(let endpoint) = event {
        endpointsPassed += 1
        held = endpoint
      }
      if case .variable(let variable) = event { variables.append(variable) }
      let event = event.isRung ? discoveries.training.take(event, from: side) : event
      deliver(side == .candidate ? discoveries.inTermsOfReference(event) : discoveries.withPartner(event))
    }
    if let told = try retell(for: request, tell) { return told }
    let worker = try readyWorker(for: request, deliver)
    var goesOn = try worker.advance(request, deliver: tell)
    if goesOn, side == .reference, discoveries.layers == nil, let names = worker.names {
      try pairSides(worker, names, deliver)
      goesOn = try worker.advance(request, deliver: tell)
    }
    if !goesOn { finish() }
    return goesOn
  }

  /// Its process may serve another run.
  private func finish() {
    isFinished = true
    worker?.release()
  }

  /// Tells what a candidate that had been begun told before; true where an advance ended within that.
  private func retell(for request: Advance, _ tell: (TraceEvent) -> Void) throws -> Bool? {
    if side == .candidate, worker == nil, let taken = discoveries.takeBegun() {
      (begun, worker) = (taken, taken.worker)
      if let worker { activate(worker) }
    }
    // One that can tell its operations is brought to the same place in its stead.
    guard var begun, !asksForOperations(request), !takesValues else {
      begun = nil
      return nil
    }
    self.begun = nil
    let events = begun.advances.isEmpty ? [] : begun.advances.removeFirst()
    for event in events { tell(event) }
    if !begun.advances.isEmpty {
      self.begun = begun
      return true
    }
    if let failure = begun.failure { throw failure }
    return nil
  }

  func cancel() { active.cancel() }

  func substitute(_ value: Tensor) throws {
    guard takesValues else { throw SubstitutionRefusal.impossible(reason: "it was not started to be given values") }
    guard let held, let worker else { throw SubstitutionRefusal.notAtEndpoint }
    try held.verify(value)
    guard worker.plan.layout?.entries.contains(where: { $0.name == held.name }) ?? false else {
      throw SubstitutionRefusal.impossible(reason: "\(held.name) is told when the model has been called")
    }
    try worker.substitute(value)
  }

  /// The worker that can do what is asked.
  private func readyWorker(for request: Advance, _ deliver: (TraceEvent) -> Void) throws -> LiveWorker {
    let needsLayout = (asksForOperations(request) || takesValues) && settings.candidate != .function
    let needsOperations = asksForOperations(request) && settings.candidate == .function
    let needsOperands = side == .candidate && request == .operands
    if let worker, !needsLayout || worker.plan.layout != nil, !needsOperations || worker.plan.tellsOperations,
      !needsOperands || worker.plan.tellsOperands
    {
      return worker
    }
    if side == .candidate, settings.copiesWeights, !discoveries.variables.weights.isKnown { try learnWeights(deliver) }
    if needsLayout, discoveries.layout == nil { try discover(deliver) }
    var plan = LivePlan(
      side, settings, discoveries, tellsOperations: needsOperations, tellsOperands: needsOperands)
    // It is the reference's run that pairs.
    if side == .candidate { plan.asksPairing = false }
    worker?.release()
    let fresh = try start(side, plan)
    // What was told before is not told again.
    for _ in 0..<endpointsPassed { try skipEndpoint(fresh) }
    worker = fresh
    return fresh
  }

  private func asksForOperations(_ request: Advance) -> Bool {
    side == .candidate && request != .endpoint(deliveringOperations: false)
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
    deliver(.log("running once to find out which operations yield the endpoints"))
    let worker = try start(side, LivePlan())
    defer { worker.release() }
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
    var plan = LivePlan()
    plan.asksPairing = true
    let worker = try start(.reference, plan)
    defer { worker.release() }
    var names: [String] = []
    while worker.names == nil,
      try worker.advance(
        .endpoint(deliveringOperations: false),
        deliver: { if case .variable(let variable) = $0 { names.append(variable.name) } })
    {}
    discoveries.variables.weights.learn(try worker.initialValues(of: names))
  }

  /// Gets a worker going, which a cancellation then reaches.
  func start(_ side: Side, _ plan: LivePlan) throws -> LiveWorker {
    let worker =
      try (settings.movesInput ? nil : discoveries.takePrepared(side, plan))
      ?? LiveWorker(
        settings, side: side, plan: plan, discoveries: discoveries, probe: probe,
        isWanted: { !self.active.isCancelled })
    activate(worker)
    try worker.greet()
    return worker
  }

  /// Makes a worker the one that ``cancel()`` reaches.
  func activate(_ worker: LiveWorker) { active.activate(worker) }
}
