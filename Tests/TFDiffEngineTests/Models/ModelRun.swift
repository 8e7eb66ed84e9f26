import TFDiffEngine
import TFDiffTensor

enum World: CaseIterable { case graph, eager }

/// A model run once in one world, as the migration guide runs it.
struct ModelRun {
  private(set) var endpoints: [(name: String, value: Tensor)] = []
  private(set) var variables: [Variable] = []
  private(set) var regularizationLoss: Double?
  private let readVariable: (String) throws -> Tensor

  func endpoint(_ name: String) -> Tensor? { endpoints.first { $0.name == name }?.value }
  func initialValue(of variable: String) throws -> Tensor { try readVariable(variable) }

  init(
    _ model: any Model, input: Tensor, tool mode: DeterministicRandomTestTool.Mode = .numRandomOps,
    fixed: Float? = nil, training: Bool = false, rewrites: RewriteOptions = .init(), in world: World
  ) throws {
    let tool = DeterministicRandomTestTool(seed: 42, mode: mode)
    let instance = model.makeInstance()
    switch world {
    case .graph:
      let graph = Graph()
      let context = GraphContext(graph: graph, tool: tool)
      let images = try context.placeholder(.float32, input.shape)
      _ = try instance.callAsFunction(images, training: training, in: context)
      let loss = try context.addN(graph.collection(.regularizationLosses).map { Value($0) })
      let session = Session(graph: graph, options: rewrites)
      let variables = Array(context.variableStore.variables.values)
      if let fixed {
        let resets = try variables.map { try context.assign($0, context.filled(fixed, shape: $0.shape, name: "fixed")) }
        try session.run([], targets: resets)
      } else {
        try session.initialize(variables)
      }
      let values = try session.run(context.endpoints.map(\.output), feeds: [images.output!: input])
      endpoints = zip(context.endpoints.map(\.name), values).map { ($0, $1) }
      regularizationLoss = try session.run([loss.output!])[0].value(at: 0)
      self.variables = variables
      readVariable = { try session.resources.read($0) }
    case .eager:
      let context = EagerContext(tool: tool)
      let layer = TrackedLayer(context: context) { try instance.callAsFunction($1, training: $2, in: $0) }
      _ = try layer(Value(input), training: training)
      if let fixed {
        for variable in layer.variables {
          try context.assign(variable, context.filled(fixed, shape: variable.shape, name: "fixed"))
        }
        _ = try layer(Value(input), training: training)
      }
      endpoints = context.endpoints
      regularizationLoss = try context.addN(layer.losses()).tensor?.value(at: 0)
      variables = layer.variables
      let resources = Dictionary(uniqueKeysWithValues: layer.variables.map { ($0.name, $0.resource) })
      readVariable = { try context.resources.read(resources[$0] ?? $0) }
    }
  }
}
