import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// The TF2 program with its forward pass in a `tf.function`: traced once, which makes the variables, then run; then
/// traced again, which must make none.
struct FunctionProgram: SegmentedProgram {
  let endpoints: [String]
  let preparations: [TraceEvent]
  let run: SegmentedRun
  private let candidate: Candidate
  private let function: TracedFunction
  private let ledger: Ledger

  /// What tracing made, in the order in which it did, in both worlds that it touches.
  private final class Ledger {
    weak var candidate: Candidate?
    var variables: [Variable] = []
    var events: [TraceEvent] = []
    private var randomOperations = 0
    private var seenInGraph = 0

    func add(_ variable: Variable) {
      variables.append(variable)
      if let candidate { events.append(.variable(candidate.event(variable))) }
    }

    func add(_ operation: RandomOperation) {
      events.append(.random(RandomEvent(operation, index: randomOperations)))
      randomOperations += 1
    }

    func catchUp(_ inGraph: [RandomOperation]) {
      for operation in inGraph.dropFirst(seenInGraph) { add(operation) }
      seenInGraph = inGraph.count
    }
  }

  /// - Throws: ``EngineError/cancelled`` as soon as `isCancelled` says so.
  init(_ settings: EmbeddedSettings, isCancelled: @escaping () -> Bool) throws {
    let ledger = Ledger()
    let observer = EagerObserver(
      operation: { _, _, _ in if isCancelled() { throw EngineError.cancelled } },
      variable: { ledger.add($0) }, random: { ledger.add($0) })
    let candidate = Candidate(settings, observer: observer)
    ledger.candidate = candidate
    let function = TracedFunction(
      around: candidate.context, tool: candidate.tool, options: settings.rewrites, threads: settings.threads,
      hooks: candidate.hooks)
    candidate.beginCall()
    let trace = try candidate.restoring {
      try function.trace(settings.inputSpec, beforeCreation: { ledger.catchUp($0) }) { context, inputs in
        _ = try candidate.instance.callAsFunction(inputs, training: settings.training, in: context)
      }
    }
    ledger.catchUp(trace.context.randomOperations)
    if case .fixedWeights(let value) = settings.mode { try candidate.fixWeights(to: value) }
    try candidate.planter.verifyPlanted()
    try settings.checkpoint?.verifyFits(ledger.variables)
    endpoints = trace.context.endpoints.map(\.name)
    preparations = ledger.events
    run = try trace.begin(input: settings.input)
    self.candidate = candidate
    self.function = function
    self.ledger = ledger
  }

  func variableName(ofResource resource: String) -> String {
    ledger.variables.first { $0.resource == resource }?.name ?? resource
  }

  func finish(_ deliver: (TraceEvent) -> Void) throws -> ForwardOutcome {
    let losses = try candidate.regularizationLosses()
    let settings = candidate.settings
    candidate.beginCall()
    do {
      try function.traceAgain(settings.inputSpec) { context, inputs in
        _ = try candidate.instance.callAsFunction(inputs, training: settings.training, in: context)
      }
    } catch let error as EngineError {
      guard case .variableCreatedOnLaterTrace(let creation) = error else { throw error }
      let event = VariableEvent(creation, call: candidate.call)
      event.stack.resolveFrames()
      deliver(.variable(event))
      deliver(.log(error.description))
    }
    return ForwardOutcome(losses: losses.each, totalLoss: losses.total, untracked: candidate.untracked)
  }
}

extension EmbeddedSettings {
  /// What the input is, for a function that is traced.
  var inputSpec: TensorSpec { TensorSpec(input.dtype, input.shape) }
}
