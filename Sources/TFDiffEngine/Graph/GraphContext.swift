import TFDiffTensor

/// TF1's world: each call adds operations to a graph, for a session to run.
public final class GraphContext: ExecutionContext {
  public let graph: Graph
  public var scopes = Scopes()
  public let variableStore: VariableStore
  public var hooks = Hooks()
  public private(set) var endpoints: [(name: String, output: Output)] = []
  public private(set) var randomOperations: [RandomOperation] = []
  /// The `REGULARIZATION_LOSSES` with the variables they are of.
  public private(set) var regularizationLosses: [(variable: Variable, loss: Output)] = []
  private var seeds: GraphSeedState
  private let tool: DeterministicRandomTestTool?
  /// Where variables go that are not the graph's own; nil where it has its own.
  let lifting: VariableLifting?
  /// The graph's nodes for variables from outside, by resource.
  private var captures: [String: Value] = [:]

  /// - Parameters:
  ///   - graph: what operations are added to.
  ///   - seed: the graph's seed, as `tf.compat.v1.set_random_seed` sets it.
  ///   - tool: the testing tool whose scope the whole context is in; it stands in for the graph's seed.
  ///   - lifting: where variables go that are not the graph's own, as in a function that is being traced.
  public init(
    graph: Graph, seed: Int? = nil, tool: DeterministicRandomTestTool? = nil,
    variableStore: VariableStore = .init(), lifting: VariableLifting? = nil
  ) {
    self.graph = graph
    seeds = GraphSeedState(rule: graph.version == .v1_15 ? .tensorFlow1 : .tensorFlow2, graphSeed: seed)
    self.tool = tool
    self.variableStore = variableStore
    self.lifting = lifting
  }

  public var version: TensorFlowVersion { graph.version }

  public func apply(
    _ type: String, _ inputs: [Value], name: String, attributes: Attributes
  ) throws -> [Value] {
    let operation = try addOperation(type, inputs, name: name, attributes: attributes)
    return operation.outputSpecs.indices.map { Value(Output(operation, $0)) }
  }

  func addOperation(
    _ type: String, _ inputs: [Value], name: String, attributes: Attributes
  ) throws -> Operation {
    let outputs = try inputs.enumerated().map { index, value in
      try value.output ?? embed(value, operand: index, of: type)
    }
    let operation = try graph.addOperation(
      type: type, name: resolve(name), inputs: outputs, controlInputs: scopes.controlInputs,
      attributes: attributes)
    if case .int(let seed)? = attributes["seed"], case .int(let seed2)? = attributes["seed2"] {
      randomOperations.append(
        RandomOperation(
          name: operation.name, type: type, shape: operation.outputSpecs[0].shape,
          seeds: SeedPair(seed, seed2)))
    }
    return operation
  }

  public func constant(_ tensor: Tensor, name: String) throws -> Value {
    let attributes: Attributes = ["value": .tensor(TensorAttribute(tensor)), "dtype": .dtype(tensor.dtype)]
    return try apply1("Const", [], name: name, attributes: attributes)
  }

  public func knownValue(of value: Value) -> Tensor? { value.output.flatMap { graph.knownValue(of: $0) } }

  /// A value to be fed to each run; its shape is fixed.
  public func placeholder(_ dtype: DType, _ shape: Shape, name: String = "Placeholder") throws -> Value {
    try apply1("Placeholder", [], name: name, attributes: ["dtype": .dtype(dtype), "shape": .shape(shape)])
  }

  public func withNameScope<Result>(_ name: String, _ body: (String) throws -> Result) throws -> Result {
    let scope = name.hasSuffix("/") ? name : graph.uniqueName(scopes.nameScope + name) + "/"
    return try withScopes({ $0.nameScope = scope }, { try body(scope) })
  }

  public func atRootScope<Result>(_ body: () throws -> Result) throws -> Result {
    try withScopes(
      {
        $0.nameScope = ""
        $0.controlInputs = []
      }, body)
  }

  /// Operations added inside run only after these.
  public func withControlDependencies<Result>(
    _ operations: [Operation], _ body: () throws -> Result
  ) rethrows -> Result {
    try withScopes({ $0.controlInputs += operations }, body)
  }

  public func nextSeeds(operationSeed: Int?) throws -> SeedPair {
    try seeds.nextSeedPair(
      operationSeed: operationSeed, operationCount: graph.operations.count, tool: tool)
  }

  public func takeName(_ name: String) -> String { lifting == nil ? graph.uniqueName(name) : name }

  /// A variable's handle as a node of this graph.
  func captured(_ variable: Variable) throws -> Value {
    if variable.handle.output != nil { return variable.handle }
    if let handle = captures[variable.resource] { return handle }
    let attributes: Attributes = [
      "shared_name": .string(variable.resource), "dtype": .dtype(variable.dtype), "shape": .shape(variable.shape),
    ]
    let handle = try atRootScope {
      try apply1("VarHandleOp", [], name: variable.name, attributes: attributes)
    }
    captures[variable.resource] = handle
    return handle
  }

  public func markEndpoint(_ name: String, _ value: Value) throws -> Value {
    guard let output = value.output else {
      throw EngineError.badInput(operation: name, reason: "an eager tensor was marked as a graph's endpoint")
    }
    endpoints.append((name, output))
    return value
  }

  public func addRegularizationLoss(
    of variable: Variable, _ loss: @escaping (any ExecutionContext) throws -> Value
  ) throws {
    if let lifting { return try lifting.addRegularizationLoss(variable, loss) }
    guard let output = try loss(self).output else { return }
    graph.add(output, to: .regularizationLosses)
    regularizationLosses.append((variable, output))
  }

  private func resolve(_ name: String) -> String {
    name.hasSuffix("/") ? String(name.dropLast()) : graph.uniqueName(scopes.nameScope + name)
  }

  private func embed(_ value: Value, operand index: Int, of type: String) throws -> Output {
    guard let tensor = value.tensor, let output = try constant(tensor, name: "Const").output else {
      throw EngineError.badInput(operation: type, reason: "input \(index) belongs to another world")
    }
    return output
  }
}

/// What becomes of the variables that code makes while it is traced into a graph that only borrows them.
public struct VariableLifting {
  var makeVariable: (VariableRequest, _ tracing: GraphContext) throws -> Variable
  var addRegularizationLoss:
    (_ variable: Variable, _ loss: @escaping (any ExecutionContext) throws -> Value) throws -> Void
}

/// A stateful random operation and the seeds it was given.
public struct RandomOperation: Sendable, Hashable {
  public let name: String
  public let type: String
  public let shape: Shape
  public let seeds: SeedPair
}
