import TFDiffTensor

/// An optimizer with its slots of some variables, in one world.
public final class OptimizerRun {
  public let optimizer: Optimizer
  public let variables: [Variable]
  private let slotVariables: SlotVariables
  private let context: any ExecutionContext

  /// Makes the slots, at their initial values.
  public init(_ optimizer: Optimizer, for variables: [Variable], in context: any ExecutionContext) throws {
    self.optimizer = optimizer
    self.variables = variables
    self.context = context
    slotVariables = try SlotVariables(optimizer, for: variables, in: context)
  }

  /// The slots, in the order in which they were made.
  public var slots: [(slot: Slot, variable: Variable)] { slotVariables.all }

  /// Applies gradients, one for each variable: at once in an eager run, and whenever the operations are run that it returns
  /// in a graph.
  ///
  /// - Parameters:
  ///   - gradients: nil for a variable that stays as it is.
  ///   - learningRate: a float32 scalar.
  ///   - step: how many steps were taken before; a graph does not ask.
  /// - Throws: ``EngineError/badInput(operation:reason:)`` for an optimizer that does not exist in the context's world.
  @discardableResult
  public func apply(_ gradients: [Value?], learningRate: Value, step: Int) throws -> [Operation] {
    let pairs = zip(gradients, variables).compactMap { gradient, variable in gradient.map { ($0, variable) } }
    let graph = context as? GraphContext
    let before = graph?.graph.operations.count ?? 0
    try decay(pairs.map(\.1), learningRate: learningRate)
    let decays = graph?.graph.operations[before...].filter { $0.type == "AssignVariableOp" } ?? []
    let update = OptimizerStep(
      optimizer: optimizer, slots: slotVariables, context: context, learningRate: learningRate, step: step)
    if let graph {
      try graph.withControlDependencies(decays) { try update.apply(pairs) }
      return Array(graph.graph.operations[before...])
    }
    try update.apply(pairs)
    return []
  }

  /// Keras's weight decay, before the update. Source: keras/optimizers/optimizer.py, `_apply_weight_decay`.
  private func decay(_ variables: [Variable], learningRate: Value) throws {
    guard case .decoupled(let decay)? = optimizer.weightDecay else { return }
    let arithmetic = Arithmetic(context)
    let rate = try arithmetic.number(decay)
    for variable in variables {
      let value = try arithmetic.read(variable)
      let loss = try arithmetic.product(arithmetic.product(value, rate), learningRate)
      try arithmetic.assign(variable, arithmetic.difference(value, loss))
    }
  }

  /// The values of variables and slots now, by name.
  public func values(_ resources: ResourceManager) throws -> [String: Tensor] {
    let all = variables + slots.map(\.variable)
    return try Dictionary(
      all.map { ($0.name, try resources.read($0.resource)) }, uniquingKeysWith: { first, _ in first })
  }
}
