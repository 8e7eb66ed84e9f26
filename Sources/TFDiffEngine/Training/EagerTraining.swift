import TFDiffTensor

/// TensorFlow 2's side of a training step: a tape around the forward pass, then the optimizer.
public final class EagerTraining: TrainingSide {
  public let context: EagerContext
  private let layer: TrackedLayer<Value>
  private let procedure: TrainingProcedure
  private let isTraining: Bool
  private let optimizerRun: OptimizerRun

  /// Calls the model once as each step does, which makes its variables and draws what each step will draw, and makes the optimizer's
  /// slots.
  ///
  /// - Parameters:
  ///   - batch: any one of the shapes that steps are taken on.
  ///   - isTraining: whether the forward pass is in training mode.
  ///   - tool: the testing tool whose scope everything is in. Random operations draw the same in every step, as they do in a
  ///     session that is begun for it.
  ///   - hooks: where planted faults take hold of the forward pass.
  public init(
    _ model: any Model, _ procedure: TrainingProcedure, batch: TrainingBatch, isTraining: Bool = true,
    tool: DeterministicRandomTestTool? = nil, threads: Int = Processors.count, hooks: Hooks = .init(),
    observer: EagerObserver = .init()
  ) throws {
    let instance = model.makeInstance()
    context = EagerContext(tool: tool, threads: threads, observer: observer)
    context.hooks = hooks
    layer = TrackedLayer(context: context) { try instance.callAsFunction($1, training: $2, in: $0) }
    self.procedure = procedure
    self.isTraining = isTraining
    context.skipsUpdates = true
    _ = try layer(Value(batch.inputs), training: isTraining)
    context.skipsUpdates = false
    context.forgetEndpoints()
    optimizerRun = try OptimizerRun(procedure.optimizer, for: layer.variables.filter(\.trainable), in: context)
  }

  public var variables: [Variable] { layer.variables }
  public var slots: [Slot] { optimizerRun.slots.map(\.slot) }
  public var optimizer: Optimizer { procedure.optimizer }

  /// What the variables are at now: before the first step, their initial values.
  public func initialState() throws -> TrainingState { try state(step: 0) }

  public func step(
    from state: TrainingState, _ batch: TrainingBatch, told: (TrainingRung) throws -> Void
  ) throws -> TrainingState {
    try assign(state)
    context.repeatDraws()
    let gradients = try differentiate(batch, optimizerRun.variables, told)
    let learningRate = procedure.optimizer.learningRate.value(at: state.step)
    try told(TrainingRung(kind: .learningRate, name: "learning_rate", value: Tensor(scalar: learningRate)))
    try optimizerRun.apply(gradients, learningRate: Value(Tensor(scalar: learningRate)), step: state.step)
    let next = try self.state(step: state.step + 1)
    try tell(of: next, told)
    return next
  }

  /// The forward pass, the loss, and the gradients of the trained variables as they are to be applied.
  private func differentiate(
    _ batch: TrainingBatch, _ trained: [Variable], _ told: (TrainingRung) throws -> Void
  ) throws -> [Value?] {
    let computation = TrainingComputation(procedure: procedure, context: context)
    let tape = GradientTape()
    let loss = try context.recording(on: tape) {
      let logits = try skippingUpdates { try layer(Value(batch.inputs), training: isTraining) }
      return try computation.loss(logits: logits, labels: Value(batch.labels), penalties: context.losses())
    }
    let endpoints = context.endpointValues
    context.forgetEndpoints()
    for (name, value) in endpoints { try told(TrainingRung(kind: .endpoint, name: name, value: value.tensor)) }
    for rung in loss.rungs { try told(rung) }
    let found = try tape.gradients(of: loss.total, withRespectTo: trained, and: endpoints.map(\.value), in: context)
    for (endpoint, gradient) in zip(endpoints, found.values).reversed() {
      try told(TrainingRung(kind: .endpointGradient, name: endpoint.name, value: gradient?.tensor))
    }
    for (variable, gradient) in zip(trained, found.variables) {
      try told(TrainingRung(kind: .gradient, name: variable.name, value: gradient?.tensor))
    }
    let applied = try computation.applied(found.variables, to: trained)
    for (variable, gradient) in zip(trained, applied) {
      try told(TrainingRung(kind: .appliedGradient, name: variable.name, value: gradient?.tensor))
    }
    return applied
  }

  private func skippingUpdates<Result>(_ body: () throws -> Result) rethrows -> Result {
    let outer = context.skipsUpdates
    context.skipsUpdates = !procedure.updatesMovingAverages
    defer { context.skipsUpdates = outer }
    return try body()
  }

  public func assign(_ state: TrainingState) throws {
    for variable in variables {
      context.resources.assign(variable.resource, try state.value(of: variable, in: state.variables))
    }
    for (_, variable) in optimizerRun.slots {
      context.resources.assign(variable.resource, try state.value(of: variable, in: state.slots))
    }
  }

  private func state(step: Int) throws -> TrainingState {
    try TrainingState(variables, optimizerRun.slots.map(\.variable), step: step, in: context.resources)
  }
}
