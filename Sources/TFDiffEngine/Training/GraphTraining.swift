import TFDiffTensor

/// TensorFlow 1's side of a training step: a graph that is built once, with `tf.gradients` and an optimizer, and run in a
/// fresh session for each step.
///
/// A session's random operations go on in their streams from run to run, where eager execution under the testing tool
/// begins anew: so that a session begins each step.
public final class GraphTraining: TrainingSide {
  public let context: GraphContext
  public let variables: [Variable]
  private let optimizerRun: OptimizerRun
  private let procedure: TrainingProcedure
  private let options: RewriteOptions
  private let threads: Int
  private let inputs: Output
  private let labels: Output
  private let learningRate: Output
  /// What a step tells of before it changes anything, in order; nil where there is no gradient.
  private let rungs: [(kind: TrainingRung.Kind, name: String, output: Output?)]
  private let targets: [Operation]

  /// Builds the graph.
  ///
  /// - Parameters:
  ///   - batch: any one of the shapes that steps are taken on.
  ///   - isTraining: whether the forward pass is in training mode.
  ///   - tool: the testing tool whose scope everything is in.
  ///   - options: the rewrites to make before executing.
  ///   - hooks: where planted faults take hold of the forward pass.
  public init(
    _ model: any Model, _ procedure: TrainingProcedure, batch: TrainingBatch, isTraining: Bool = true,
    tool: DeterministicRandomTestTool? = nil, options: RewriteOptions = .init(), threads: Int = Processors.count,
    hooks: Hooks = .init()
  ) throws {
    context = GraphContext(graph: Graph(), tool: tool)
    context.hooks = hooks
    let inputs = try context.placeholder(batch.inputs.dtype, batch.inputs.shape, name: "inputs")
    let labels = try context.placeholder(batch.labels.dtype, batch.labels.shape, name: "labels")
    let instance = model.makeInstance()
    let logits = try context.variableStore.enteringModel { [context] in
      try instance.callAsFunction(inputs, training: isTraining, in: context)
    }
    variables = Array(context.variableStore.variables.values)
    let builder = try StepBuilder(context, procedure, logits: logits, labels: labels)
    let gradients = try builder.gradients()
    optimizerRun = try OptimizerRun(procedure.optimizer, for: builder.trained, in: context)
    let rate = try context.placeholder(.float32, .scalar, name: "learning_rate")
    targets = try builder.update(gradients, optimizerRun, learningRate: rate)
    rungs = builder.rungs(gradients)
    self.procedure = procedure
    self.options = options
    self.threads = threads
    (self.inputs, self.labels) = (try inputs.symbol, try labels.symbol)
    learningRate = try rate.symbol
  }

  public var slots: [Slot] { optimizerRun.slots.map(\.slot) }
  public var optimizer: Optimizer { procedure.optimizer }

  /// Runs all initializers in a session of their own.
  public func initialState() throws -> TrainingState {
    let session = Session(graph: context.graph, options: options, threads: threads)
    let slots = optimizerRun.slots.map(\.variable)
    try session.initialize(variables + slots)
    return try TrainingState(variables, slots, step: 0, in: session.resources)
  }

  /// Between steps there is no session, and so no value.
  public func assign(_ state: TrainingState) {}

  public func step(
    from state: TrainingState, _ batch: TrainingBatch, told: (TrainingRung) throws -> Void
  ) throws -> TrainingState {
    let session = Session(graph: context.graph, options: options, threads: threads)
    for variable in variables {
      session.resources.assign(variable.resource, try state.value(of: variable, in: state.variables))
    }
    for (_, variable) in optimizerRun.slots {
      session.resources.assign(variable.resource, try state.value(of: variable, in: state.slots))
    }
    let rate = Tensor(scalar: procedure.optimizer.learningRate.value(at: state.step))
    let run = try session.begin(
      rungs.compactMap(\.output), targets: targets,
      feeds: [inputs: batch.inputs, labels: batch.labels, learningRate: rate])
    for rung in rungs {
      let value = rung.output == nil ? nil : try run.nextFetch()
      try told(TrainingRung(kind: rung.kind, name: rung.name, value: value))
    }
    try told(TrainingRung(kind: .learningRate, name: "learning_rate", value: rate))
    let next = try TrainingState(
      variables, optimizerRun.slots.map(\.variable), step: state.step + 1, in: session.resources)
    try tell(of: next, told)
    return next
  }
}

/// The part of the graph that the forward pass does not build.
private struct StepBuilder {
  let context: GraphContext
  let computation: TrainingComputation
  let loss: TrainingComputation.Loss
  let trained: [Variable]

  init(_ context: GraphContext, _ procedure: TrainingProcedure, logits: Value, labels: Value) throws {
    self.context = context
    computation = TrainingComputation(procedure: procedure, context: context)
    let penalties = context.regularizationLosses.map { ($0.variable, Value($0.loss)) }
    loss = try computation.loss(logits: logits, labels: labels, penalties: penalties)
    trained = context.variableStore.variables.values.filter(\.trainable)
  }

  struct Gradients {
    var endpoints: [Output?]
    var taken: [Output?]
    var applied: [Value?]
  }

  func gradients() throws -> Gradients {
    let found = try context.gradients(
      of: loss.total.symbol, withRespectTo: trained, and: context.endpoints.map(\.output))
    return Gradients(
      endpoints: found.values, taken: found.variables,
      applied: try computation.applied(found.variables.map { $0.map { Value($0) } }, to: trained))
  }

  /// The update, which begins when everything that reads the variables has been computed.
  func update(_ gradients: Gradients, _ optimizer: OptimizerRun, learningRate: Value) throws -> [Operation] {
    let updates = computation.procedure.updatesMovingAverages ? context.graph.updateOperations : []
    let first = try [loss.total.symbol.operation] + gradients.applied.compactMap { try $0?.symbol.operation } + updates
    let operations = try context.withControlDependencies(first) {
      try optimizer.apply(gradients.applied, learningRate: learningRate, step: 0)
    }
    return operations + updates
  }

  func rungs(_ gradients: Gradients) -> [(kind: TrainingRung.Kind, name: String, output: Output?)] {
    var rungs: [(kind: TrainingRung.Kind, name: String, output: Output?)] = context.endpoints.map {
      (.endpoint, $0.name, $0.output)
    }
    rungs += loss.terms.map { ($0.kind, $0.name, $0.value.output) }
    rungs += zip(context.endpoints, gradients.endpoints).reversed().map { (.endpointGradient, $0.name, $1) }
    rungs += zip(trained, gradients.taken).map { (.gradient, $0.name, $1) }
    rungs += zip(trained, gradients.applied).map { (.appliedGradient, $0.name, $1?.output) }
    return rungs
  }
}

extension Value {
  /// - Throws: ``EngineError/badInput(operation:reason:)`` for an eager tensor.
  fileprivate var symbol: Output {
    get throws(EngineError) {
      guard let output else { throw .badInput(operation: "", reason: "an eager tensor stands in a graph") }
      return output
    }
  }
}
