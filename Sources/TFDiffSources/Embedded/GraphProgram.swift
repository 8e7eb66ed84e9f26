import TFDiffEngine
import TFDiffTensor

/// The TF1 program of the migration guide: builds the model's graph, opens a session, sets the variables, and begins
/// the run that fetches the end points.
struct GraphProgram {
  let endpoints: [String]
  let variables: [Variable]
  let randomOperations: [RandomOperation]
  let run: SegmentedRun
  private let session: Session
  private let totalLoss: Output?

  /// - Throws: ``EngineError/cancelled`` as soon as `isCancelled` says so.
  init(_ settings: EmbeddedSettings, isCancelled: () -> Bool) throws {
    let graph = Graph(version: .v2_12)
    let tool = DeterministicRandomTestTool(seed: settings.seed, mode: settings.mode.toolMode)
    let context = GraphContext(graph: graph, tool: tool)
    let images = try context.placeholder(settings.input.dtype, settings.input.shape)
    _ = try settings.model(images, training: settings.training, in: context)
    if isCancelled() { throw EngineError.cancelled }

    endpoints = context.endpoints.map(\.name)
    variables = Array(context.variableStore.variables.values)
    randomOperations = context.randomOperations
    let losses = graph.collection(.regularizationLosses).map { Value($0) }
    totalLoss = losses.isEmpty ? nil : try context.addN(losses).output

    session = Session(graph: graph, options: settings.rewrites, threads: settings.threads)
    try Self.setVariables(variables, settings.mode, context, session)
    if isCancelled() { throw EngineError.cancelled }
    let feeds = images.output.map { [$0: settings.input] } ?? [:]
    run = try session.begin(
      context.endpoints.map(\.output), targets: graph.updateOperations, feeds: feeds)
  }

  private static func setVariables(
    _ variables: [Variable], _ mode: WeightMode, _ context: GraphContext, _ session: Session
  ) throws {
    guard case .fixedWeights(let value) = mode else { return try session.initialize(variables) }
    let resets = try variables.map { variable in
      try context.assign(variable, context.filled(value, shape: variable.shape, name: "fixed"))
    }
    try session.run([], targets: resets)
  }

  /// The sum of the `REGULARIZATION_LOSSES`; nil where there are none.
  func regularizationLoss() throws -> Double? {
    guard let totalLoss else { return nil }
    return try session.run([totalLoss]).first?.value(at: 0)
  }
}
