import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// The TF1 program of the migration guide: builds the model's graph, opens a session, sets the variables, and begins
/// the run that fetches the end points.
struct GraphProgram: SegmentedProgram {
  let endpoints: [String]
  let preparations: [TraceEvent]
  /// The graph's, as the program has built it.
  let operations: [TFDiffEngine.Operation]
  private let run: SegmentedRun
  private let session: Session
  private let losses: [(variable: Variable, loss: Output)]
  private let totalLoss: Output?

  /// - Throws: ``EngineError/cancelled`` as soon as `isCancelled` says so.
  init(_ settings: EmbeddedSettings, isCancelled: () -> Bool) throws {
    let graph = Graph(version: .v2_12)
    let context = GraphContext(graph: graph, tool: settings.makeTool())
    let images = try context.placeholder(settings.input.dtype, settings.input.shape)
    let instance = settings.model.makeInstance()
    _ = try context.variableStore.enteringModel {
      try instance.callAsFunction(images, training: settings.training, in: context)
    }
    if isCancelled() { throw EngineError.cancelled }

    endpoints = context.endpoints.map(\.name)
    let variables = context.variableStore.created
    preparations =
      variables.map { .variable(VariableEvent($0, call: 1, origin: settings.origin(of: $0.name))) }
      + context.randomOperations.enumerated().map { .random(RandomEvent($1, index: $0)) }
    operations = graph.operations
    losses = context.regularizationLosses
    totalLoss = losses.isEmpty ? nil : try context.addN(losses.map { Value($0.loss) }).output

    session = Session(graph: graph, options: settings.rewrites, threads: settings.threads)
    try Self.setVariables(variables, settings, context, session)
    // Drawing the weights left the allocator with memory that the run will not ask for in the same sizes.
    AllocatorMemory.giveBack()
    if isCancelled() { throw EngineError.cancelled }
    let feeds = images.output.map { [$0: settings.input] } ?? [:]
    run = try session.begin(
      context.endpoints.map(\.output), targets: graph.updateOperations, feeds: feeds)
  }

  private static func setVariables(
    _ variables: [Variable], _ settings: EmbeddedSettings, _ context: GraphContext, _ session: Session
  ) throws {
    try settings.checkpoint?.load(variables.map { .init($0) })
    var rest: [Variable] = []
    for variable in variables {
      if let value = try settings.checkpoint?.value(for: .init(variable)) {
        session.resources.assign(variable.resource, value)
      } else {
        rest.append(variable)
      }
    }
    guard case .fixedWeights(let value) = settings.mode else { return try session.initialize(rest) }
    let resets = try rest.map { variable in
      try context.assign(variable, context.filled(value, shape: variable.shape, name: "fixed"))
    }
    try session.run([], targets: resets)
  }

  func begin() -> SegmentedRun { run }

  func variableName(ofResource resource: String) -> String { resource }

  /// The total is fetched alone, as the guide fetches it: were the single losses fetched with it, the graph could not be
  /// rewritten as it is without them, and the sum would be rounded otherwise.
  func finish() throws -> ForwardOutcome {
    guard let totalLoss else { return ForwardOutcome(losses: [], totalLoss: nil, untracked: []) }
    let total = try session.run([totalLoss]).first?.value(at: 0)
    let values = try session.run(losses.map(\.loss))
    let each = zip(losses, values).map { RegularizationLoss(variable: $0.variable.name, value: $1.value(at: 0)) }
    return ForwardOutcome(losses: each, totalLoss: total, untracked: [])
  }
}
