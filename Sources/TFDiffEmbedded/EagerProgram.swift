import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// The TF2 program of the migration guide: a layer called eagerly, its losses read, and then called once more to see
/// that it creates nothing.
final class EagerProgram {
  private let settings: EmbeddedSettings
  private let emitter: EventGenerator.Emitter
  private var randomOperations = 0
  /// Calls that only create the variables, or that only must not, tell nothing of what they compute.
  private var tellsActivations = false
  /// What the last call draws is no part of what is compared.
  private var tellsRandomOperations = true
  private var stopwatch = Stopwatch()
  private lazy var candidate = Candidate(settings, observer: observer())
  private lazy var layer = TrackedLayer<Value>(context: candidate.context) { [candidate] context, inputs, training in
    try candidate.instance.callAsFunction(inputs, training: training, in: context)
  }

  init(_ settings: EmbeddedSettings, _ emitter: EventGenerator.Emitter) {
    self.settings = settings
    self.emitter = emitter
  }

  func run() throws {
    stopwatch.start()
    try candidate.restoring {
      if settings.candidate == .functionalModel { try traceSymbolically() }
      if case .fixedWeights(let value) = settings.mode { try fixWeights(to: value) }
      tellsActivations = true
      try callLayer()
      tellsActivations = false
    }
    try candidate.planter.verifyPlanted()
    try settings.checkpoint?.verifyFits(candidate.context.variableStore.created.map(\.name))
    let losses = try candidate.regularizationLosses()
    stopwatch.stop()
    try callOnceMore()
    let summary = RunSummary(
      regularizationLoss: losses.total, seconds: stopwatch.seconds, losses: losses.each,
      untracked: candidate.untracked)
    try emitter.emit(.finished(summary))
  }

  private func callLayer() throws {
    candidate.beginCall()
    _ = try layer(candidate.context.feed(settings.input), training: settings.training)
  }

  /// The guide's step 3: a first call to create the variables, which are then all set to one value.
  private func fixWeights(to value: Float) throws {
    if settings.candidate != .functionalModel { try callLayer() }
    try candidate.fixWeights(to: value)
  }

  /// Making a Keras functional model calls the layer on a symbolic input: its variables are made then, and a layer that
  /// is not told that it trains does not drop anything out.
  private func traceSymbolically() throws {
    let function = TracedFunction(around: candidate.context, tool: candidate.tool, hooks: candidate.hooks)
    candidate.beginCall()
    let spec = TensorSpec(settings.input.dtype, settings.input.shape)
    _ = try function.trace(spec) { context, inputs in
      _ = try candidate.instance.callAsFunction(inputs, training: false, in: context)
    }
  }

  /// The guide's step 1: the model is called again, outside the testing tool's scope, and what it creates now is told of and
  /// listed in the log.
  private func callOnceMore() throws {
    candidate.context.leaveTool()
    tellsRandomOperations = false
    do {
      try candidate.context.catchingCreatedVariables { try callLayer() }
    } catch let error as EngineError {
      guard case .variablesCreated = error else { throw error }
      try emitter.emit(.log(error.description))
    }
  }

  private func observer() -> EagerObserver {
    EagerObserver(
      operation: { [unowned self] operation in
        try emitter.checkCancellation()
        guard tellsActivations, emitter.wantsOperations else { return }
        let event = OperationEvent(operation, tellsOperands: emitter.wantsOperands) { [candidate] resource in
          candidate.context.variableStore.created.first { $0.resource == resource }?.name ?? resource
        }
        try tell(.operation(event))
      },
      endpoint: { [unowned self] name, value in
        if tellsActivations { try tell(.endpoint(EndpointEvent(name: name, value: value))) }
      },
      substitute: { [unowned self] in tellsActivations ? emitter.takeGiven() : nil },
      variable: { [unowned self] variable in try tell(.variable(candidate.event(variable))) },
      update: { [unowned self] variable, operation, value in
        guard tellsActivations else { return }
        try tell(.update(UpdateEvent(variable: variable.name, operation: operation, value: value)))
      },
      random: { [unowned self] operation in
        guard tellsRandomOperations else { return }
        try tell(.random(RandomEvent(operation, index: randomOperations)))
        randomOperations += 1
      })
  }

  private func tell(_ event: @autoclosure () -> TraceEvent) throws {
    stopwatch.stop()
    try emitter.emit(event())
    stopwatch.start()
  }
}
