import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// The candidate: the same model called eagerly as a tracked layer, held inside its forward pass between requests.
final class EagerSource: TraceSource {
  let runtime = "TF2 eager"

  private let generator: EventGenerator

  init(_ settings: EmbeddedSettings) {
    generator = EventGenerator { emitter in try EagerProgram(settings, emitter).run() }
  }

  deinit { generator.cancel() }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    let wantsOperations = request != .endpoint(deliveringOperations: false)
    while let event = try generator.next(wantsOperations: wantsOperations) {
      deliver(event)
      switch event {
      case .endpoint: return true
      case .operation where request == .operation: return true
      case .finished: return false
      default: break
      }
    }
    return false
  }

  func cancel() { generator.cancel() }
}

/// The TF2 program of the migration guide: a layer called eagerly, with its losses read at the end.
private final class EagerProgram {
  private let settings: EmbeddedSettings
  private let emitter: EventGenerator.Emitter
  private let planter: FaultPlanter
  private var call = 1
  private var randomOperations = 0
  /// Calls that only create the variables tell nothing of what they compute.
  private var tellsActivations = true
  private var stopwatch = Stopwatch()

  init(_ settings: EmbeddedSettings, _ emitter: EventGenerator.Emitter) {
    self.settings = settings
    self.emitter = emitter
    planter = FaultPlanter(settings.faults, endpoints: settings.model.endpoints)
  }

  func run() throws {
    stopwatch.start()
    let tool = DeterministicRandomTestTool(seed: settings.seed, mode: settings.mode.toolMode)
    let context = EagerContext(tool: tool, threads: settings.threads, observer: observer())
    context.hooks = planter.hooks
    let model = settings.model
    let layer = TrackedLayer(context: context) { context, inputs, training in
      try model(inputs, training: training, in: context)
    }
    if case .fixedWeights(let value) = settings.mode { try fixWeights(of: layer, to: value) }
    planter.beginCall()
    _ = try layer(Value(settings.input), training: settings.training)
    try planter.verifyPlanted()
    tellsActivations = false
    let loss = try totalLoss(layer)
    stopwatch.stop()
    try emitter.emit(.finished(RunSummary(regularizationLoss: loss, seconds: stopwatch.seconds)))
  }

  /// The guide's step 3: a first call to create the variables, which are then all set to one value.
  private func fixWeights(of layer: TrackedLayer<Value>, to value: Float) throws {
    tellsActivations = false
    planter.beginCall()
    _ = try layer(Value(settings.input), training: settings.training)
    for variable in layer.variables {
      let weights = try layer.context.filled(value, shape: variable.shape, name: "fixed")
      try layer.context.assign(variable, weights)
    }
    tellsActivations = true
    call = 2
  }

  private func totalLoss(_ layer: TrackedLayer<Value>) throws -> Double? {
    let losses = try layer.losses()
    return losses.isEmpty ? nil : try layer.context.addN(losses).tensor?.value(at: 0)
  }

  private func observer() -> EagerObserver {
    EagerObserver(
      operation: { [unowned self] name, type, outputs in
        try emitter.checkCancellation()
        guard tellsActivations, emitter.wantsOperations else { return }
        try tell(.operation(OperationEvent(name: name, type: type, output: outputs.first)))
      },
      endpoint: { [unowned self] name, value in
        planter.pass(name)
        if tellsActivations { try tell(.endpoint(EndpointEvent(name: name, value: value))) }
      },
      variable: { [unowned self] variable in try tell(.variable(VariableEvent(variable, call: call))) },
      update: { [unowned self] variable, operation, value in
        guard tellsActivations else { return }
        try tell(.update(UpdateEvent(variable: variable.name, operation: operation, value: value)))
      },
      random: { [unowned self] operation in
        try tell(.random(RandomEvent(operation, index: randomOperations)))
        randomOperations += 1
      })
  }

  private func tell(_ event: TraceEvent) throws {
    stopwatch.stop()
    try emitter.emit(event)
    stopwatch.start()
  }
}
