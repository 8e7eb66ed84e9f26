import TFDiffDebugger
import TFDiffTensor

/// The training steps of one side of the user's program, run by TensorFlow in a worker process.
///
/// Both sides of a run share a ``TrainingExchange``: before each of the candidate's own steps its worker asks for the
/// reference's state.
///
/// `@unchecked Sendable`: all but `active` is used by one thread at a time, as ``TraceSource`` asks of its callers, and
/// `active` locks.
final class LiveTrainingSource: TraceSource, @unchecked Sendable {
  private let settings: LiveSettings
  private let side: Side
  private let discoveries: LiveDiscoveries
  private let exchange: TrainingExchange
  private let probe: Probe
  private var worker: LiveWorker?
  private var isFinished = false
  private let active = ActiveWorker()

  init(
    _ settings: LiveSettings, side: Side, discoveries: LiveDiscoveries, exchange: TrainingExchange,
    probe: Probe = .standard
  ) {
    self.settings = settings
    self.side = side
    self.discoveries = discoveries
    self.exchange = exchange
    self.probe = probe
  }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    guard !isFinished else { return false }
    let isFirst = worker == nil
    if isFirst, side == .candidate, settings.copiesWeights { try scout(deliver) }
    let worker = try self.worker ?? start()
    self.worker = worker
    let goesOn = try step(worker) { deliver(named($0)) }
    if isFirst, side == .reference, settings.copiesWeights { try learnInitialValues(worker) }
    if !goesOn {
      isFinished = true
      worker.release()
    }
    return goesOn
  }

  func cancel() { active.cancel() }

  /// Runs to the next rung, and keeps what the other side has to know.
  private func step(_ worker: LiveWorker, _ deliver: (TraceEvent) -> Void) throws -> Bool {
    try worker.advance(.endpoint(deliveringOperations: false)) { event in
      switch event {
      case .variable(let variable): exchange.take(variable, from: side)
      case .endpoint(let endpoint): keep(endpoint)
      default: break
      }
      deliver(event)
    }
  }

  private func keep(_ endpoint: EndpointEvent) {
    guard let rung = endpoint.rung, rung.kind == .variable || rung.kind == .slot else { return }
    if side == .candidate { return exchange.candidateHasStepped() }
    // Of a tensor that was too large to be moved there is no value to begin with.
    if endpoint.spacing == 1 { exchange.take(endpoint.value, named: rung.name) }
  }

  /// Runs the candidate through its first step, so that its variables are known and each can be given its partner's value when
  /// it is made.
  private func scout(_ deliver: (TraceEvent) -> Void) throws {
    deliver(.log("running one step to learn the candidate's variables"))
    let worker = try start()
    defer { worker.release() }
    var hasStepped = false
    while !hasStepped {
      let goesOn = try step(worker) { event in
        if case .endpoint(let endpoint) = event { hasStepped = endpoint.rung?.kind != .batch }
      }
      if !goesOn { break }
    }
    exchange.forgetSteps()
    for line in exchange.log { deliver(.log(line)) }
  }

  private func learnInitialValues(_ worker: LiveWorker) throws {
    for (name, value) in try worker.initialValues(of: exchange.variables) {
      exchange.take(value, named: "variables/" + name)
    }
  }

  private func start() throws -> LiveWorker {
    let plan = LivePlan(side, settings, discoveries)
    let worker =
      try discoveries.takePrepared(side, plan)
      ?? LiveWorker(
        settings, side: side, plan: plan, discoveries: discoveries, probe: probe,
        isWanted: { !self.active.isCancelled })
    active.activate(worker)
    try worker.greet()
    return worker
  }

  /// What is told, with the candidate's variables under the reference's names.
  private func named(_ event: TraceEvent) -> TraceEvent {
    switch event {
    case .endpoint(let endpoint):
      guard let rung = endpoint.rung else { return event }
      return .endpoint(
        EndpointEvent(named(rung), value: endpoint.value, stack: endpoint.stack, spacing: endpoint.spacing))
    case .free(let free): return .free(FreeRung(named(free.rung), value: free.value))
    case .variable(let variable): return .variable(exchange.named(variable, of: side))
    default: return event
    }
  }

  private func named(_ rung: Rung) -> Rung {
    var rung = rung
    let name = RungName(rung.name, kind: rung.kind)
    guard let variable = name.variable else { return rung }
    rung.variable = variable
    // An optimizer of one side may keep what the other's has no need of.
    rung.isExpected = rung.kind != .slot && rung.kind != .initialSlot && exchange.isPaired(variable, of: side)
    if side == .candidate, let reference = exchange.reference(of: variable) {
      rung.name = name.of(reference)
      rung.variable = reference
    }
    return rung
  }
}
