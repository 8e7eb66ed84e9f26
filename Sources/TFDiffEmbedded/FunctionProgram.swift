import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// The TF2 program with its forward pass in a `tf.function`: traced once, which makes the variables, traced again, which
/// must make none, and then run.
struct FunctionProgram: SegmentedProgram {
  let endpoints: [String]
  let preparations: [TraceEvent]
  /// What the first tracing made.
  let operations: [TFDiffEngine.Operation]
  private let candidate: Candidate
  private let ledger: TracingLedger
  /// What the second tracing gave, or why there is none.
  private let trace: Result<TracedFunction.Trace, EngineError>

  /// - Throws: ``EngineError/cancelled`` as soon as `isCancelled` says so.
  init(_ settings: EmbeddedSettings, isCancelled: @escaping () -> Bool) throws {
    let ledger = TracingLedger()
    let observer = EagerObserver(
      operation: { _ in if isCancelled() { throw EngineError.cancelled } },
      variable: { ledger.add($0) }, random: { ledger.add($0) })
    let candidate = Candidate(settings, observer: observer)
    ledger.candidate = candidate
    let function = TracedFunction(
      around: candidate.context, tool: candidate.tool, options: settings.rewrites, threads: settings.threads,
      hooks: candidate.hooks)
    let first = try candidate.restoring { try Self.firstTrace(of: function, candidate, ledger) }
    trace = try ledger.variables.isEmpty ? .success(first) : Self.secondTrace(of: function, candidate, ledger)
    if case .fixedWeights(let value) = settings.mode { try candidate.fixWeights(to: value) }
    try candidate.planter.verifyPlanted()
    try settings.checkpoint?.verifyFits(ledger.variables.map(\.name))
    endpoints = first.context.endpoints.map(\.name)
    preparations = ledger.events
    operations = first.context.graph.operations
    self.candidate = candidate
    self.ledger = ledger
  }

  private static func firstTrace(
    of function: TracedFunction, _ candidate: Candidate, _ ledger: TracingLedger
  ) throws -> TracedFunction.Trace {
    candidate.beginCall()
    ledger.beginTrace()
    let trace = try function.trace(
      candidate.settings.inputSpec, beforeCreation: { ledger.catchUp($0) }, candidate.forwardPass)
    ledger.catchUp(trace.context.randomOperations)
    return trace
  }

  private static func secondTrace(
    of function: TracedFunction, _ candidate: Candidate, _ ledger: TracingLedger
  ) throws -> Result<TracedFunction.Trace, EngineError> {
    candidate.beginCall()
    ledger.beginTrace()
    do {
      let trace = try function.traceAgain(candidate.settings.inputSpec, candidate.forwardPass)
      ledger.catchUp(trace.context.randomOperations)
      return .success(trace)
    } catch let error as EngineError {
      guard case .variableCreatedOnLaterTrace(let creation) = error else { throw error }
      ledger.add(creation)
      return .failure(error)
    }
  }

  func begin() throws -> SegmentedRun { try trace.get().begin(input: candidate.settings.input) }

  func variableName(ofResource resource: String) -> String {
    ledger.variables.first { $0.resource == resource }?.name ?? resource
  }

  func finish() throws -> ForwardOutcome {
    let losses = try candidate.regularizationLosses()
    return ForwardOutcome(losses: losses.each, totalLoss: losses.total, untracked: candidate.untracked)
  }
}

/// What tracing made, in the order in which it did, in both worlds that it touches: variables in the eager one, random
/// operations in either.
private final class TracingLedger {
  weak var candidate: Candidate?
  private(set) var variables: [Variable] = []
  private(set) var events: [TraceEvent] = []
  private var randomOperations = 0
  private var seenInGraph = 0

  func beginTrace() { seenInGraph = 0 }

  func add(_ variable: Variable) {
    variables.append(variable)
    if let candidate { events.append(.variable(candidate.event(variable))) }
  }

  /// A variable that was refused.
  func add(_ creation: VariableCreation) {
    let event = VariableEvent(creation, call: candidate?.call ?? 1)
    event.stack.resolveFrames()
    events.append(.variable(event))
  }

  func add(_ operation: RandomOperation) {
    events.append(.random(RandomEvent(operation, index: randomOperations)))
    randomOperations += 1
  }

  /// Takes in the random operations that the graph under construction has by now.
  func catchUp(_ inGraph: [RandomOperation]) {
    for operation in inGraph.dropFirst(seenInGraph) { add(operation) }
    seenInGraph = inGraph.count
  }
}

extension Candidate {
  /// The code that a function traces.
  fileprivate func forwardPass(_ context: GraphContext, _ inputs: Value) throws {
    _ = try instance.callAsFunction(inputs, training: settings.training, in: context)
  }
}

extension EmbeddedSettings {
  /// What the input is, for a function that is traced.
  var inputSpec: TensorSpec { TensorSpec(input.dtype, input.shape) }
}
