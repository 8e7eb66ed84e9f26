import Synchronization
import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// The reference: the model's graph, built, pruned and rewritten, run by a session.
///
/// `@unchecked Sendable`: the run's state is used by one thread at a time, as ``TraceSource`` asks of its
/// callers; only `activeRun` and `isCancelled` are touched by others, and they are a mutex and an atomic.
final class SessionSource: TraceSource, @unchecked Sendable {
  let runtime = "TF1 graph"

  private let settings: EmbeddedSettings
  private var program: GraphProgram?
  private var endpointsPassed = 0
  private var isFinished = false
  private var stopwatch = Stopwatch()
  private let activeRun = Mutex<SegmentedRun?>(nil)
  private let isCancelled = Atomic(false)

  init(_ settings: EmbeddedSettings) { self.settings = settings }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    guard !isFinished else { return false }
    stopwatch.start()
    defer { stopwatch.stop() }
    do {
      return try run(request, deliver)
    } catch EngineError.cancelled {
      throw CancellationError()
    }
  }

  func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    activeRun.withLock { $0?.cancel() }
  }

  private func run(_ request: Advance, _ deliver: (TraceEvent) -> Void) throws -> Bool {
    let program = try prepared(deliver)
    switch request {
    case .operation:
      if try step(program, deliver) { return true }
    case .endpoint(deliveringOperations: true):
      while try step(program, deliver) {}
    case .endpoint(deliveringOperations: false): break
    }
    return try reachEndpoint(program, deliver)
  }

  private func prepared(_ deliver: (TraceEvent) -> Void) throws -> GraphProgram {
    if let program { return program }
    let program = try GraphProgram(settings) { self.isCancelled.load(ordering: .relaxed) }
    for variable in program.variables { deliver(.variable(VariableEvent(variable, call: 1))) }
    for (index, operation) in program.randomOperations.enumerated() {
      deliver(.random(RandomEvent(operation, index: index)))
    }
    self.program = program
    activeRun.withLock { $0 = program.run }
    return program
  }

  /// Executes one operation; false where the next thing is an end point.
  private func step(_ program: GraphProgram, _ deliver: (TraceEvent) -> Void) throws -> Bool {
    guard let operation = try program.run.nextOperation() else { return false }
    deliver(
      .operation(
        OperationEvent(
          name: operation.name, type: operation.type, fused: operation.fused, output: operation.outputs.first)))
    report(operation, deliver)
    return true
  }

  private func report(_ operation: ExecutedOperation, _ deliver: (TraceEvent) -> Void) {
    guard let update = operation.update else { return }
    deliver(
      .update(UpdateEvent(variable: update.variable, operation: operation.name, value: update.value)))
  }

  private func reachEndpoint(_ program: GraphProgram, _ deliver: (TraceEvent) -> Void) throws -> Bool {
    if let value = try program.run.nextFetch(updates: { report($0, deliver) }) {
      deliver(.endpoint(EndpointEvent(name: program.endpoints[endpointsPassed], value: value)))
      endpointsPassed += 1
      return true
    }
    let loss = try program.regularizationLoss()
    isFinished = true
    deliver(.finished(RunSummary(regularizationLoss: loss, seconds: stopwatch.seconds)))
    return false
  }
}
