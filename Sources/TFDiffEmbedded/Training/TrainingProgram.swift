import TFDiffDebugger
import TFDiffEngine
import TFDiffTargets
import TFDiffTensor

extension TrainingState {
  /// Takes the values of another state for its own where they are the same to the bit, so that one of the two can go.
  fileprivate mutating func share(_ other: TrainingState) {
    for (name, value) in variables {
      if let twin = other.variables[name], twin.shape == value.shape, twin.hasSameElements(as: value) {
        variables[name] = twin
      }
    }
  }
}

/// One side's training steps in the embedded engine, told rung by rung.
///
/// The reference goes on from its own state. The candidate takes each step from the reference's, which is what is judged, and from
/// the second on once more from its own. The reference with a moved input takes each from the reference's alone.
final class TrainingProgram {
  enum Role {
    case reference, movedReference, candidate

    var side: Side { self == .candidate ? .candidate : .reference }
  }

  private let settings: EmbeddedSettings
  private let plan: TrainingPlan
  private let exchange: TrainingExchange
  private let role: Role
  private let emitter: EventGenerator.Emitter
  private let procedure: TrainingProcedure
  private let batch: TrainingBatch
  private let planter: FaultPlanter
  private var stopwatch = Stopwatch()

  init(
    _ settings: EmbeddedSettings, _ plan: TrainingPlan, _ role: Role, _ exchange: TrainingExchange,
    _ emitter: EventGenerator.Emitter
  ) {
    self.settings = settings
    self.plan = plan
    self.exchange = exchange
    self.role = role
    self.emitter = emitter
    var procedure = plan.procedure(of: role.side)
    var labels = plan.labels
    if role == .candidate { for fault in settings.faults { fault.plant(in: &procedure, &labels) } }
    let moved = role == .movedReference ? settings.input.movedInTheLastPlace : nil
    (self.procedure, batch) = (procedure, TrainingBatch(inputs: moved ?? settings.input, labels: labels))
    planter = FaultPlanter(settings)
  }

  func run() throws {
    stopwatch.start()
    planter.beginCall(1)
    let training = try makeSide()
    var state = try initialState(of: training)
    for variable in training.variables {
      try tell(.variable(VariableEvent(variable, call: 1, origin: settings.origin(of: variable.name))))
    }
    if role == .candidate, let reference = exchange.state(ofStep: 1)?.state {
      state.share(reference)
      try training.assign(state)
    }
    // What building took is much, and is free by now.
    AllocatorMemory.giveBack()
    for step in 1...plan.steps {
      switch role {
      case .reference: state = try referenceStep(step, training, state)
      case .movedReference: state = try take(step, training, from: exchange.state(ofStep: step)?.state ?? state)
      case .candidate: state = try candidateStep(step, training, state)
      }
    }
    if role == .candidate { try planter.verifyPlanted() }
    stopwatch.stop()
    try emitter.emit(.finished(RunSummary(regularizationLoss: nil, seconds: stopwatch.seconds)))
  }

  private func makeSide() throws -> any TrainingSide {
    switch role.side {
    case .reference:
      try GraphTraining(
        settings.model, procedure, batch: batch, tool: settings.makeTool(), options: settings.rewrites,
        threads: settings.threads)
    case .candidate:
      try EagerTraining(
        settings.model, procedure, batch: batch, tool: settings.makeTool(), threads: settings.threads, hooks: hooks)
    }
  }

  private var hooks: Hooks {
    var hooks = planter.hooks
    hooks.passedEndpoint = { [unowned self] name in planter.pass(name) }
    return hooks
  }

  /// What the initializers draw, one value for all, or what a checkpoint has.
  private func initialState(of training: any TrainingSide) throws -> TrainingState {
    var state = try training.initialState()
    try settings.checkpoint?.load(training.variables.map { .init($0) })
    for variable in training.variables {
      if let value = try settings.checkpoint?.value(for: .init(variable)) {
        state.variables[variable.name] = value
      } else if case .fixedWeights(let value) = settings.mode, variable.dtype == .float32 {
        state.variables[variable.name] = Tensor(repeating: value, shape: variable.shape)
      }
    }
    return state
  }

  private func referenceStep(
    _ step: Int, _ training: any TrainingSide, _ state: TrainingState
  ) throws -> TrainingState {
    exchange.begin(step: step, from: (state, training.slots, procedure.optimizer))
    return try take(step, training, from: state)
  }

  /// - Returns: the state after the step from the candidate's own state.
  private func candidateStep(
    _ step: Int, _ training: any TrainingSide, _ state: TrainingState
  ) throws -> TrainingState {
    guard step > 1, let reference = exchange.state(ofStep: step) else { return try take(step, training, from: state) }
    let slots = training.slots(
      adopting: reference.state, reference.slots, of: reference.optimizer, keeping: state.slots)
    let own = TrainingState(variables: reference.state.variables, slots: slots.slots, step: reference.state.step)
    _ = try take(step, training, from: own)
    planter.beginCall(step)
    return try training.step(from: state, batch) { [unowned self] rung in
      try emitter.checkCancellation()
      guard let value = rung.value else { return }
      switch rung.kind {
      case .loss: try tellFree(step, .loss, Rung.loss, value)
      case .lossTerm: try tellFree(step, .loss, "losses/\(rung.name)", value)
      case .variable: try tellFree(step, .variable, "variables/\(rung.name)", value)
      case .endpoint, .endpointGradient, .gradient, .appliedGradient, .learningRate, .slot: break
      }
    }
  }

  private func take(_ step: Int, _ training: any TrainingSide, from state: TrainingState) throws -> TrainingState {
    var teller = RungTeller(step: step, before: state, slots: terms(of: state)) { [unowned self] in try tell($0) }
    try teller.begin(batch)
    if step == 1 { try teller.beginSlots(training.slots) }
    planter.beginCall(step)
    return try training.step(from: state, batch) { [unowned self] rung in
      try emitter.checkCancellation()
      try teller.take(rung)
    }
  }

  private func terms(of state: TrainingState) -> SlotTerms {
    SlotTerms(learningRate: procedure.optimizer.learningRate.value(at: max(state.step - 1, 0)))
  }

  private func tellFree(_ step: Int, _ kind: Rung.Kind, _ name: String, _ value: Tensor) throws {
    try tell(.free(FreeRung(Rung(step: step, kind: kind, name: name), value: value)))
  }

  private func tell(_ event: TraceEvent) throws {
    stopwatch.stop()
    try emitter.emit(event)
    stopwatch.start()
  }
}
