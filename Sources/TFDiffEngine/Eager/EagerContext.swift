import TFDiffTensor

/// What an eager run tells as it goes. Each call comes from the thread of the run, which waits for it to return:
/// holding it is how a debugger holds the model inside its forward pass.
public struct EagerObserver {
  /// An operation of the forward pass (or of a loss) was executed.
  public var operation: (ExecutedOperation) throws -> Void
  public var endpoint: (_ name: String, _ value: Tensor) throws -> Void
  /// Asked after each end point for a value that the run goes on with in the place of its own; nil for its own.
  public var substitute: () throws -> Tensor?
  public var variable: (Variable) throws -> Void
  public var update: (_ variable: Variable, _ operation: String, _ value: Tensor) throws -> Void
  public var random: (RandomOperation) throws -> Void

  public init(
    operation: @escaping (ExecutedOperation) throws -> Void = { _ in },
    endpoint: @escaping (String, Tensor) throws -> Void = { _, _ in },
    substitute: @escaping () throws -> Tensor? = { nil },
    variable: @escaping (Variable) throws -> Void = { _ in },
    update: @escaping (Variable, String, Tensor) throws -> Void = { _, _, _ in },
    random: @escaping (RandomOperation) throws -> Void = { _ in }
  ) {
    self.operation = operation
    self.endpoint = endpoint
    self.substitute = substitute
    self.variable = variable
    self.update = update
    self.random = random
  }
}

/// TF2's world: each call executes one operation at once.
public final class EagerContext: ExecutionContext {
  public let version = TensorFlowVersion.v2_12
  public var scopes = Scopes()
  public let variableStore: VariableStore
  public var hooks = Hooks()
  public let resources = ResourceManager()
  /// The end points of the last call, as values that a tape knows.
  private(set) var endpointValues: [(name: String, value: Value)] = []
  /// Whether updates of moving averages are left out.
  var skipsUpdates = false
  private var regularizers: [(variable: Variable, loss: (any ExecutionContext) throws -> Value)] = []
  private var resourceCount = 0
  private var origins = ValueOrigins()
  private var kernels: KernelCache
  private var seeds = EagerSeedState()
  private var tool: DeterministicRandomTestTool?
  private var draws = RepeatedDraws()
  private let observer: EagerObserver
  private let kernelContext: KernelContext
  /// What is executed is kept on, while somebody wants gradients of it.
  private var tape: GradientTape?
  /// Initializers are part of a variable's creation, not of the forward pass it interrupts.
  private var isCreatingVariable = false

  /// - Parameters:
  ///   - seed: the global seed, as `tf.random.set_seed` sets it.
  ///   - tool: the testing tool whose scope the whole context is in; it stands in for the global seed.
  ///   - threads: how many threads a kernel may use.
  public init(
    seed: Int? = nil, tool: DeterministicRandomTestTool? = nil, registry: OperationRegistry = .standard,
    variableStore: VariableStore = .init(), threads: Int = Processors.count, observer: EagerObserver = .init()
  ) {
    self.tool = tool
    self.variableStore = variableStore
    self.observer = observer
    kernels = KernelCache(registry: registry)
    kernelContext = KernelContext(threads: threads, resources: resources)
    if let tool { seeds.open(tool) } else if let seed { seeds.setSeed(seed) }
  }

  /// `tf.random.set_seed`: random operations start their streams afresh.
  public func setSeed(_ seed: Int) {
    seeds.setSeed(seed)
    kernels.removeAll()
  }

  /// Ends the scope of the testing tool: random operations are seeded by the global seed from now on.
  public func leaveTool() { tool = nil }

  public func apply(
    _ type: String, _ inputs: [Value], name: String, attributes: Attributes
  ) throws -> [Value] {
    let name = name.hasSuffix("/") ? String(name.dropLast()) : scopes.nameScope + name
    let tensors = try inputs.enumerated().map { index, input in
      guard let tensor = input.tensor else {
        throw EngineError.badInput(operation: name, reason: "input \(index) is a symbol of a graph")
      }
      return tensor
    }
    let outputs: [Tensor]
    do {
      let kernel = try kernels.kernel(type, attributes: attributes, inputs: tensors)
      outputs = try kernel.compute(tensors, kernelContext)
    } catch let error as EngineError {
      throw error.located(at: name)
    }
    let values = outputs.map { Value($0) }
    if !isCreatingVariable {
      let operands = zip(tensors, inputs).map { (value: $0, origin: origins.origin(of: $1)) }
      try observer.operation(
        ExecutedOperation(
          id: origins.record(type, inputs, values), name: name, type: type, fused: [], attributes: attributes,
          operands: operands, outputs: outputs, update: nil))
    }
    try reportSeeds(of: name, type, attributes, outputs)
    tape?.record(type, name, attributes, inputs, values)
    return values
  }

  /// Keeps on a tape what `body` executes on watched values.
  public func recording<Result>(on tape: GradientTape, _ body: () throws -> Result) rethrows -> Result {
    let outer = self.tape
    self.tape = tape
    defer { self.tape = outer }
    return try body()
  }

  var registry: OperationRegistry { kernels.registry }

  private func reportSeeds(
    of name: String, _ type: String, _ attributes: Attributes, _ outputs: [Tensor]
  ) throws {
    guard case .int(let seed)? = attributes["seed"], case .int(let seed2)? = attributes["seed2"] else { return }
    let shape = outputs.first?.shape ?? .scalar
    try observer.random(
      RandomOperation(name: name, type: type, shape: shape, seeds: SeedPair(seed, seed2)))
  }

  public func constant(_ tensor: Tensor, name: String) throws -> Value { Value(tensor) }

  public func knownValue(of value: Value) -> Tensor? { value.tensor }

  public func withNameScope<Result>(_ name: String, _ body: (String) throws -> Result) throws -> Result {
    let scope = name.hasSuffix("/") ? name : scopes.nameScope + name + "/"
    return try withScopes({ $0.nameScope = scope }, { try body(scope) })
  }

  public func atRootScope<Result>(_ body: () throws -> Result) throws -> Result {
    try withScopes({ $0.nameScope = "" }, body)
  }

  /// What is drawn from here on is what was drawn from the beginning on. In the tool's constant mode it is so without this.
  func repeatDraws() {
    draws.begin()
    if !draws.isEmpty { kernels.restartStreams() }
  }

  public func nextSeeds(operationSeed: Int?) throws -> SeedPair {
    if isCreatingVariable || tool?.mode == .constant { return try freshSeeds(operationSeed: operationSeed) }
    return try draws.next { try freshSeeds(operationSeed: operationSeed) }
  }

  private func freshSeeds(operationSeed: Int?) throws -> SeedPair {
    let epoch = seeds.kernelEpoch
    let pair = try seeds.nextSeedPair(operationSeed: operationSeed, tool: tool)
    if seeds.kernelEpoch != epoch { kernels.removeAll() }
    return pair
  }

  public func takeName(_ name: String) -> String { name }

  /// The handle of an eager variable is its own, even where its name is another's.
  /// Source: tensorflow/python/ops/resource_variable_ops.py, `_init_from_args` (`"%s_%d" % (handle_name, ops.uid())`).
  private func nextResource(_ name: String) -> String {
    resourceCount += 1
    return "\(name)_\(resourceCount)"
  }

  public func makeVariable(_ request: VariableRequest) throws -> Variable {
    isCreatingVariable = true
    defer { isCreatingVariable = false }
    return try withNameScope(request.name) { _ in
      let initial = try withNameScope("Initializer") { _ in
        try request.initializer.value(shape: request.shape, dtype: request.dtype, in: self)
      }
      let resource = nextResource(request.name)
      let handle = Value(ResourceHandle.encode(resource))
      _ = try apply("AssignVariableOp", [handle, initial], name: "Assign", attributes: [:])
      let variable = Variable(request: request, resource: resource, handle: handle, initializer: nil)
      origins.addVariable(handle, resource: resource)
      try observer.variable(variable)
      return variable
    }
  }

  public func read(_ variable: Variable, name: String) throws -> Value {
    tape?.watch(variable)
    return try apply1("ReadVariableOp", [variable.handle], name: name)
  }

  public func assignSubtract(_ variable: Variable, _ delta: Value, name: String) throws {
    guard !skipsUpdates else { return }
    _ = try apply("AssignSubVariableOp", [variable.handle, delta], name: name, attributes: [:])
    try observer.update(variable, scopes.nameScope + name, resources.read(variable.resource))
  }

  public func markEndpoint(_ name: String, _ value: Value) throws -> Value {
    guard let tensor = value.tensor else {
      throw EngineError.badInput(operation: name, reason: "a graph's symbol was marked as an eager endpoint")
    }
    try observer.endpoint(name, tensor)
    var value = value
    if let other = try observer.substitute() {
      let given = Value(other)
      origins.substitute(given, for: value)
      value = given
    }
    endpointValues.append((name, value))
    return value
  }

  /// Sets a variable's value, as `variable.assign` does.
  public func assign(_ variable: Variable, _ value: Value) throws {
    _ = try apply("AssignVariableOp", [variable.handle, value], name: "AssignVariableOp", attributes: [:])
  }

  public func addRegularizationLoss(
    of variable: Variable, _ loss: @escaping (any ExecutionContext) throws -> Value
  ) throws {
    regularizers.append((variable, loss))
  }

  /// The losses of all regularized variables, computed from their values now: the `losses` of the TF1-style shim.
  public func losses() throws -> [(variable: Variable, loss: Value)] {
    try regularizers.map { ($0.variable, try $0.loss(self)) }
  }

  /// The end points of the last call.
  public var endpoints: [(name: String, value: Tensor)] {
    endpointValues.compactMap { endpoint in endpoint.value.tensor.map { (endpoint.name, $0) } }
  }

  /// Lets go of the end points, which it otherwise keeps until the next call.
  func forgetEndpoints() { endpointValues = [] }

  /// What the model is given, as ``ExecutedOperation/operands`` then has it.
  public func feed(_ tensor: Tensor) -> Value {
    let value = Value(tensor)
    origins.addFed(value)
    return value
  }

  /// Starts another call of the same layer: its variables are found by name, its scopes count anew.
  public func beginCall() {
    endpointValues = []
    origins.beginCall()
    variableStore.scopeCounts = [:]
  }
}
