import TFDiffTensor

/// Which TensorFlow a context behaves as, where the two differ: how variables, random numbers and dropout are
/// made of operations, and how seeds are chosen.
public enum TensorFlowVersion: String, Sendable, Hashable {
  case v1_15 = "1.15"
  case v2_12 = "2.12"
}

/// A graph of operations under construction: it only grows. Used from one thread at a time.
public final class Graph {
  public let version: TensorFlowVersion
  public let registry: OperationRegistry
  public private(set) var operations: [Operation] = []
  private var byName: [String: Operation] = [:]
  private var names = UniqueNames()
  private(set) var collections: [GraphKeys: [Output]] = [:]
  /// The `UPDATE_OPS`: assignments that somebody who trains has to run.
  public private(set) var updateOperations: [Operation] = []
  private var knownValues = KnownValues()
  /// The pairs of shapes that gradients have asked the axes of.
  private var broadcasts: Set<BroadcastAxes> = []

  public init(version: TensorFlowVersion = .v2_12, registry: OperationRegistry = .standard) {
    self.version = version
    self.registry = registry
  }

  /// Takes the next free name like this one.
  func uniqueName(_ name: String) -> String { names.take(name) }

  /// Adds a node under a name that has been made unique before.
  ///
  /// - Throws: what the type's shape rule throws, or ``EngineError/unknownOperationType(_:)``.
  func addOperation(
    type: String, name: String, inputs: [Output], controlInputs: [Operation], attributes: Attributes
  ) throws -> Operation {
    let definition = try registry[type]
    let context = ShapeContext(
      inputs: inputs.map(\.spec), attributes: attributes,
      constantInput: { index in inputs.indices.contains(index) ? self.knownValue(of: inputs[index]) : nil })
    let specs: [TensorSpec]
    do {
      specs = try definition.shapeRule(context)
    } catch let error as EngineError {
      throw error.located(at: name)
    }
    let operation = Operation(
      id: operations.count, name: name, type: type, inputs: inputs, controlInputs: controlInputs,
      attributes: attributes, outputSpecs: specs)
    operations.append(operation)
    byName[name] = operation
    return operation
  }

  public func operation(named name: String) throws(EngineError) -> Operation {
    guard let operation = byName[name] else { throw .notInGraph(name: name) }
    return operation
  }

  /// The value that an output has in every run, where that is known while the graph is built.
  func knownValue(of output: Output) -> Tensor? { knownValues.value(of: output, registry: registry) }

  /// Whether no gradient has asked for these axes before.
  func isNew(_ axes: BroadcastAxes) -> Bool { broadcasts.insert(axes).inserted }

  public func collection(_ key: GraphKeys) -> [Output] { collections[key] ?? [] }

  func add(_ output: Output, to key: GraphKeys) { collections[key, default: []].append(output) }
  func addUpdate(_ operation: Operation) { updateOperations.append(operation) }
}
