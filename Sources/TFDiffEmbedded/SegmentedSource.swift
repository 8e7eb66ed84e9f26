import Synchronization
import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// A side that runs a graph: the reference's in a session, or the candidate's traced function.
///
/// `@unchecked Sendable`: the run's state is used by one thread at a time, as ``TraceSource`` asks of its
/// callers; only `activeRun` and `isCancelled` are touched by others, and they are a mutex and an atomic.
final class SegmentedSource: TraceSource, @unchecked Sendable {
  /// Builds the graph; asks on the way whether to give up.
  typealias Build = @Sendable (_ isCancelled: @escaping () -> Bool) throws -> any SegmentedProgram

  private let build: Build
  private var started: (program: any SegmentedProgram, run: SegmentedRun)?
  private var endpointsPassed = 0
  /// The endpoint at which the run is held; nil elsewhere.
  private var held: EndpointEvent?
  private var isFinished = false
  private var stopwatch = Stopwatch()
  private let activeRun = Mutex<SegmentedRun?>(nil)
  private let isCancelled = Atomic(false)

  init(build: @escaping Build) { self.build = build }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    held = nil
    guard !isFinished else { return false }
    stopwatch.start()
    defer { stopwatch.stop() }
    do {
      let goesOn = try run(request, deliver)
      if isFinished { release() }
      return goesOn
    } catch EngineError.cancelled {
      throw CancellationError()
    }
  }

  /// Gives the weights of a run that is over back to the system, not to the allocator alone: the other side, on a thread
  /// with an arena of its own, may still have a call of its model to make.
  private func release() {
    started = nil
    activeRun.withLock { $0 = nil }
    AllocatorMemory.giveBack()
  }

  func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    activeRun.withLock { $0?.cancel() }
  }

  func substitute(_ value: Tensor) throws {
    guard let held, let started else { throw SubstitutionRefusal.notAtEndpoint }
    try held.verify(value)
    started.run.substitute(value)
  }

  private func run(_ request: Advance, _ deliver: (TraceEvent) -> Void) throws -> Bool {
    let (program, run) = try prepared(deliver)
    switch request {
    case .operation:
      if try step(run, program, deliver) { return true }
    case .endpoint(deliveringOperations: true), .operands:
      while try step(run, program, tellsOperands: request == .operands, deliver) {}
    case .endpoint(deliveringOperations: false): break
    }
    return try reachEndpoint(run, program, deliver)
  }

  private func prepared(
    _ deliver: (TraceEvent) -> Void
  ) throws -> (program: any SegmentedProgram, run: SegmentedRun) {
    if let started { return started }
    let program = try build { self.isCancelled.load(ordering: .relaxed) }
    for event in program.preparations { deliver(event) }
    let run = try program.begin()
    started = (program, run)
    activeRun.withLock { $0 = run }
    return (program, run)
  }

  /// Executes one operation; false where the next thing is an end point.
  private func step(
    _ run: SegmentedRun, _ program: any SegmentedProgram, tellsOperands: Bool = false,
    _ deliver: (TraceEvent) -> Void
  ) throws -> Bool {
    guard let operation = try run.nextOperation() else { return false }
    deliver(
      .operation(OperationEvent(operation, tellsOperands: tellsOperands) { program.variableName(ofResource: $0) }))
    report(operation, program, deliver)
    return true
  }

  private func report(
    _ operation: ExecutedOperation, _ program: any SegmentedProgram, _ deliver: (TraceEvent) -> Void
  ) {
    guard let update = operation.update else { return }
    let variable = program.variableName(ofResource: update.variable)
    deliver(.update(UpdateEvent(variable: variable, operation: operation.name, value: update.value)))
  }

  private func reachEndpoint(
    _ run: SegmentedRun, _ program: any SegmentedProgram, _ deliver: (TraceEvent) -> Void
  ) throws -> Bool {
    if let value = try run.nextFetch(updates: { report($0, program, deliver) }) {
      let endpoint = EndpointEvent(name: program.endpoints[endpointsPassed], value: value)
      held = endpoint
      deliver(.endpoint(endpoint))
      endpointsPassed += 1
      return true
    }
    let outcome = try program.finish()
    isFinished = true
    deliver(
      .finished(
        RunSummary(
          regularizationLoss: outcome.totalLoss, seconds: stopwatch.seconds, losses: outcome.losses,
          untracked: outcome.untracked)))
    return false
  }
}
