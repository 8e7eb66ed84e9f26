import TFDiffTensor

/// What a session executes for one set of fetches: the nodes left after pruning and rewriting, in an order in
/// which they can run. Made once and used for every run that asks for the same.
public struct ExecutionPlan: Sendable {
  let nodes: [PlanNode]
  let kernels: [(any Kernel)?]
  /// By node, those that use its outputs or wait for it, each as often as it does.
  let consumers: [[Int]]
  /// By node, how many inputs and controls it waits for.
  let dependencies: [Int]
  let fetches: [Edge]

  public var nodeCount: Int { nodes.count }
  /// Names and op types in execution order.
  public var operations: [(name: String, type: String, fused: [String])] {
    nodes.map { ($0.name, $0.type, $0.fused) }
  }

  init(_ graph: PlanGraph, kernel: (PlanNode) throws -> (any Kernel)?) throws {
    let order = graph.live()
    var position = [Int](repeating: -1, count: graph.nodes.count)
    for (new, old) in order.enumerated() { position[old] = new }
    nodes = order.map { old in
      var node = graph.nodes[old]
      node.inputs = node.inputs.map { Edge(node: position[$0.node], output: $0.output) }
      node.controls = node.controls.map { position[$0] }
      return node
    }
    kernels = try nodes.map(kernel)
    fetches = graph.fetches.map { Edge(node: position[$0.node], output: $0.output) }
    dependencies = nodes.map { $0.inputs.count + $0.controls.count }
    var consumers = [[Int]](repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for edge in node.inputs { consumers[edge.node].append(index) }
      for control in node.controls { consumers[control].append(index) }
    }
    self.consumers = consumers
  }

  /// The nodes that each fetch needs and no fetch before it does, in execution order.
  func segments() -> [[Int]] {
    var isTaken = [Bool](repeating: false, count: nodes.count)
    return fetches.map { fetch in
      var segment: [Int] = []
      var stack = [fetch.node]
      while let index = stack.popLast() {
        guard !isTaken[index] else { continue }
        isTaken[index] = true
        segment.append(index)
        stack += nodes[index].inputs.map(\.node)
        stack += nodes[index].controls
      }
      return segment.sorted()
    }
  }

  /// Where the value of an edge comes from, past what only hands it on.
  func origin(of edge: Edge) -> ValueOrigin {
    var edge = edge
    while ValueOrigin.handingOn.contains(nodes[edge.node].type), let before = nodes[edge.node].inputs.first {
      edge = before
    }
    let node = nodes[edge.node]
    switch node.type {
    case "Const": return .constant
    case "_Feed": return .fed
    case "VarHandleOp", "VariableV2":
      return (try? node.attributes.string("shared_name")).map { .variable($0) } ?? .operation(id: edge.node, output: 0)
    default: return .operation(id: edge.node, output: edge.output)
    }
  }

  /// The nodes no fetch needs: those run for their effects.
  func remainder(after segments: [[Int]]) -> [Int] {
    let taken = Set(segments.joined())
    return nodes.indices.filter { !taken.contains($0) }
  }
}
