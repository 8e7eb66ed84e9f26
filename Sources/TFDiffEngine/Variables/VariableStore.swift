import Collections
import TFDiffTensor

/// Turns the making of a variable into a decision: it may be observed, refused or replaced, and `next` makes it.
public typealias VariableCreator = (
  _ next: (VariableRequest) throws -> Variable, _ request: VariableRequest
) throws -> Variable

/// The variables of a graph, or of a layer that keeps its own as the TF1-style shim does.
public final class VariableStore {
  /// What `getVariable` finds again, by the name it was asked for and in order of creation.
  public private(set) var variables: OrderedDictionary<String, Variable> = [:]
  /// Every variable that was made, found again by name or not, in order of creation.
  public private(set) var created: [Variable] = []
  /// How often each variable scope was opened, for the names of scopes that are given none.
  var scopeCounts: [String: Int] = [:]
  private var creators: [VariableCreator] = []
  private var layerCounts: [String: Int] = [:]
  /// How deep the code lies that calls the model.
  private(set) var stackFloor = 0

  public init() {}

  public subscript(name: String) -> Variable? { variables[name] }

  func add(_ variable: Variable, as name: String) { variables[name] = variable }

  /// Keras's name for the next layer of a kind: `dense`, `dense_1`, …
  /// Source: keras/backend.py, `unique_object_name`.
  func uniqueLayerName(_ kind: String) -> String {
    let count = layerCounts[kind, default: 0]
    layerCounts[kind] = count + 1
    return count == 0 ? kind : "\(kind)_\(count)"
  }

  func open(_ scope: String) { scopeCounts[scope, default: 0] += 1 }

  func closeSubscopes(of scope: String) {
    for key in scopeCounts.keys where key.hasPrefix(scope + "/") { scopeCounts[key] = 0 }
  }

  /// The first of `name`, `name_1`, `name_2`, … that is not open.
  func uniqueScope(_ name: String) -> String {
    guard scopeCounts[name, default: 0] > 0 else { return name }
    var index = 1
    while scopeCounts["\(name)_\(index)", default: 0] > 0 { index += 1 }
    return "\(name)_\(index)"
  }

  /// Inside `body`, every creation of a variable passes through `creator`; the innermost scope is asked first.
  public func withCreator<Result>(
    _ creator: @escaping VariableCreator, body: () throws -> Result
  ) rethrows -> Result {
    creators.append(creator)
    defer { creators.removeLast() }
    return try body()
  }

  /// Marks the calling code as where a model is entered: the stacks of what `body` creates reach no further out.
  @inline(never)
  public func enteringModel<Result>(_ body: () throws -> Result) rethrows -> Result {
    let outer = stackFloor
    stackFloor = CapturedStack.depth()
    defer { stackFloor = outer }
    return try body()
  }

  func create(_ request: VariableRequest, base: @escaping (VariableRequest) throws -> Variable) throws -> Variable {
    let chain = creators.reduce(base) { next, creator in { try creator(next, $0) } }
    let variable = try chain(request)
    created.append(variable)
    return variable
  }
}

extension ExecutionContext {
  /// TF1's `get_variable`: makes the variable of this name in the current variable scope, or finds it where the
  /// scope reuses.
  ///
  /// - Parameter regularizer: gives the loss to record when the variable is made; `lossScope` is the name scope
  ///   (below the current one) its operations go to, by default the variable's own.
  /// - Throws: ``EngineError/variableExists(name:)``, ``EngineError/variableMissing(name:)`` or
  ///   ``EngineError/variableShapeDiffers(name:existing:wanted:)``, as the scope's ``Reuse`` demands.
  public func getVariable(
    _ name: String, shape: Shape, dtype: DType = .float32, initializer: Initializer = .glorotUniform,
    regularizer: Regularizer? = nil, lossScope: String? = nil, trainable: Bool = true
  ) throws -> Variable {
    let request = VariableRequest(
      name: scopes.variableScope.full(name), shape: shape, dtype: dtype, trainable: trainable,
      initializer: initializer)
    if let existing = try reusable(request) { return existing }
    let variable = try create(request)
    variableStore.add(variable, as: request.name)
    if let regularizer { try regularize(variable, regularizer, lossScope: lossScope) }
    return variable
  }

  private func regularize(_ variable: Variable, _ regularizer: Regularizer, lossScope: String?) throws {
    // TensorFlow 2's get_variable calls the regularizer once only to see whether there is a loss.
    if lossScope == nil && version == .v2_12 {
      _ = try regularizer.loss(of: variable, in: self, scope: scopes.nameScope)
    }
    let scope = lossScope.map { scopes.nameScope + $0 } ?? variable.name
    try addRegularizationLoss(of: variable) { context in
      try regularizer.loss(of: variable, in: context, scope: "\(scope)/Regularizer/")
    }
  }

  private func reusable(_ request: VariableRequest) throws(EngineError) -> Variable? {
    let existing = variableStore[request.name]
    switch (scopes.variableScope.reuse, existing) {
    case (.create, .some): throw .variableExists(name: request.name)
    case (.reuse, .none): throw .variableMissing(name: request.name)
    case (_, .none): return nil
    case (_, .some(let variable)):
      guard variable.shape == request.shape else {
        throw .variableShapeDiffers(name: request.name, existing: variable.shape, wanted: request.shape)
      }
      return variable
    }
  }

  /// Makes a variable through the creators around the calling code.
  func create(_ request: VariableRequest) throws -> Variable {
    var request = request
    request.stack = .capture(above: variableStore.stackFloor)
    hooks.changeRequest?(&request)
    return try variableStore.create(request) { [self] request in
      try atRootScope { try makeVariable(request) }
    }
  }
}
