import TFDiffTensor

/// One output of a node of a ``PlanGraph``.
struct Edge: Hashable, Sendable {
  var node: Int
  var output: Int
}

/// What a session will execute for one operation, or for several that a rewrite made into one.
struct PlanNode: Sendable {
  var name: String
  var type: String
  var inputs: [Edge]
  var controls: [Int]
  var attributes: Attributes
  var specs: [TensorSpec]
  /// The op types a rewrite folded into this node, in order of execution.
  var fused: [String] = []
  var isStateful: Bool
  /// The id of the graph's operation it stands for: execution order among equals.
  let order: Int

  var isConstant: Bool { type == "Const" }
}

/// The part of a graph that some fetches need, in the form rewrites work on: nodes are replaced in place, and
/// what nothing needs any more is left out of the plan.
struct PlanGraph {
  var nodes: [PlanNode]
  /// What the caller gets back.
  var fetches: [Edge]
  /// What has to be executed, wanted or not.
  var targets: [Int]
  let registry: OperationRegistry

  /// Nodes a rewrite must not do away with: they are fetched, or run for their effects.
  var preserved: Set<Int> { Set(fetches.map(\.node)).union(targets) }

  /// How many inputs, controls, fetches and targets name each node.
  func useCounts() -> [Int] {
    var counts = [Int](repeating: 0, count: nodes.count)
    for index in live() {
      for edge in nodes[index].inputs { counts[edge.node] += 1 }
      for control in nodes[index].controls { counts[control] += 1 }
    }
    for edge in fetches { counts[edge.node] += 1 }
    for target in targets { counts[target] += 1 }
    return counts
  }

  /// The nodes that fetches and targets need, in an order in which they can be executed.
  func live() -> [Int] {
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    var stack = fetches.map(\.node) + targets
    while let index = stack.popLast() {
      guard !isNeeded[index] else { continue }
      isNeeded[index] = true
      stack += nodes[index].inputs.map(\.node)
      stack += nodes[index].controls
    }
    return nodes.indices.filter { isNeeded[$0] }.sorted { nodes[$0].order < nodes[$1].order }
  }

  /// The value of a node's only output, where it is a constant.
  func constant(_ edge: Edge) -> Tensor? {
    guard nodes[edge.node].isConstant else { return nil }
    return try? nodes[edge.node].attributes.tensor("value")
  }

  /// Makes every use of some outputs a use of others; chains are followed.
  mutating func redirect(_ replacements: [Edge: Edge]) {
    guard !replacements.isEmpty else { return }
    func resolved(_ edge: Edge) -> Edge {
      var edge = edge
      while let next = replacements[edge] { edge = next }
      return edge
    }
    for index in nodes.indices { nodes[index].inputs = nodes[index].inputs.map(resolved) }
    fetches = fetches.map(resolved)
  }
}

extension PlanGraph {
  /// Takes from a graph what the fetches and targets need; what lies behind a fed output is left out.
  ///
  /// - Throws: ``EngineError/notFed(placeholder:)`` where a needed placeholder is not fed.
  init(
    fetches: [Output], targets: [Operation], feeds: Set<Output>, registry: OperationRegistry
  ) throws {
    let needed = Self.ancestors(of: fetches.map(\.operation) + targets, feeds: feeds)
    var index: [ObjectIdentifier: Int] = [:]
    for (position, operation) in needed.enumerated() { index[ObjectIdentifier(operation)] = position }
    func position(_ operation: Operation) throws -> Int {
      guard let position = index[ObjectIdentifier(operation)] else {
        throw EngineError.notInGraph(name: operation.name)
      }
      return position
    }
    let fed = Set(feeds.map { ObjectIdentifier($0.operation) })
    nodes = try needed.map { operation in
      let isFed = fed.contains(ObjectIdentifier(operation))
      if operation.type == "Placeholder" && !isFed { throw EngineError.notFed(placeholder: operation.name) }
      return PlanNode(
        name: operation.name, type: isFed ? "_Feed" : operation.type,
        inputs: try isFed ? [] : operation.inputs.map { Edge(node: try position($0.operation), output: $0.index) },
        controls: try isFed ? [] : operation.controlInputs.map(position), attributes: operation.attributes,
        specs: operation.outputSpecs, isStateful: try isFed || registry[operation.type].isStateful,
        order: operation.id)
    }
    self.fetches = try fetches.map { Edge(node: try position($0.operation), output: $0.index) }
    self.targets = try targets.map(position)
    self.registry = registry
  }

  private static func ancestors(of roots: [Operation], feeds: Set<Output>) -> [Operation] {
    let fed = Set(feeds.map { ObjectIdentifier($0.operation) })
    var seen: Set<ObjectIdentifier> = []
    var found: [Operation] = []
    var stack = roots
    while let operation = stack.popLast() {
      guard seen.insert(ObjectIdentifier(operation)).inserted else { continue }
      found.append(operation)
      guard !fed.contains(ObjectIdentifier(operation)) else { continue }
      stack += operation.inputs.map(\.operation)
      stack += operation.controlInputs
    }
    return found.sorted { $0.id < $1.id }
  }
}
