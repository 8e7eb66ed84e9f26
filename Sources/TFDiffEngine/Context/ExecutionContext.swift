import TFDiffTensor

/// One of the two worlds a model can be run in: ``GraphContext`` adds an operation for each call,
/// ``EagerContext`` executes it. Layers and models are written once, against this.
///
/// A context is used from one thread at a time.
public protocol ExecutionContext: AnyObject {
  var version: TensorFlowVersion { get }
  /// The scopes the calling code is in.
  var scopes: Scopes { get set }
  /// The variables made so far, by name.
  var variableStore: VariableStore { get }
  /// What is told, and what may be changed, while a model runs.
  var hooks: Hooks { get set }

  /// Adds or executes one operation. A name that ends in `/` is taken as it is (an op named like its own
  /// scope); any other is made unique inside the current name scope.
  func apply(
    _ type: String, _ inputs: [Value], name: String, attributes: Attributes
  ) throws -> [Value]

  /// A constant: a `Const` in a graph, the tensor itself in an eager run.
  func constant(_ tensor: Tensor, name: String) throws -> Value

  /// The value that something has in every run, where that is known while code is written down: an eager tensor's own.
  func knownValue(of value: Value) -> Tensor?

  /// Runs `body` in a name scope below the current one, handing it the scope's full name with a `/` at its end. A
  /// name that ends in `/` is re-entered as it is.
  func withNameScope<Result>(_ name: String, _ body: (String) throws -> Result) throws -> Result

  /// Runs `body` outside every name scope and control dependency, as TensorFlow's `init_scope` does for
  /// what belongs to no call in particular.
  func atRootScope<Result>(_ body: () throws -> Result) throws -> Result

  /// The seeds for the next random operation.
  func nextSeeds(operationSeed: Int?) throws -> SeedPair

  /// Sets a full name aside for a variable and returns it as it will be: a graph makes it unique, an eager run does not.
  func takeName(_ name: String) -> String

  /// Makes the variable of a full name; ``VariableStore`` has found that there is none.
  func makeVariable(_ request: VariableRequest) throws -> Variable

  func read(_ variable: Variable, name: String) throws -> Value
  func assignSubtract(_ variable: Variable, _ delta: Value, name: String) throws

  /// Records the loss a regularizer gives for a variable.
  func addRegularizationLoss(of variable: Variable, _ loss: @escaping (any ExecutionContext) throws -> Value)
    throws

  /// Names a layer output that both worlds share.
  func markEndpoint(_ name: String, _ value: Value) throws -> Value
}

extension ExecutionContext {
  /// The only output of an operation that has one.
  public func apply1(
    _ type: String, _ inputs: [Value], name: String, attributes: Attributes = [:]
  ) throws -> Value {
    guard let output = try apply(type, inputs, name: name, attributes: attributes).first else {
      throw EngineError.badInput(operation: type, reason: "it has no output")
    }
    return output
  }

  /// Marks an end point, after letting a planted fault at it have its way, and returns the value that what follows takes: what was
  /// marked, or what the run was given in its place.
  public func endpoint(_ name: String, _ value: Value) throws -> Value {
    let value = try hooks.changeEndpoint?(self, name, value) ?? value
    let marked = try markEndpoint(name, value)
    hooks.passedEndpoint?(name)
    return marked
  }
}
