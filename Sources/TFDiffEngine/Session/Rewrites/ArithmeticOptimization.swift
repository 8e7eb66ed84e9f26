import TFDiffTensor

/// Computes equal things once, drops reshapes and casts that change nothing, and takes a common factor out of
/// a sum of products.
///
/// Source: tensorflow/core/grappler/optimizers/arithmetic_optimizer.cc (`DedupComputations`,
/// `RemoveRedundantReshape`, `RemoveRedundantCast`, `HoistCommonFactorOutOfAggregation`).
enum ArithmeticOptimization {
  static func apply(to graph: inout PlanGraph) throws {
    mergeEqualNodes(in: &graph)
    removeRedundantShaping(from: &graph)
    hoistCommonFactors(in: &graph)
  }

  /// What makes two nodes compute the same.
  private struct Signature: Hashable {
    let type: String
    let inputs: [Edge]
    let attributes: Attributes
    /// A small constant's bytes; larger ones are equal only if they are the same tensor.
    let constant: [UInt8]?
  }

  /// Constants up to this many bytes are compared by content.
  private static let smallConstant = 4096

  private static func mergeEqualNodes(in graph: inout PlanGraph) {
    var first: [Signature: Int] = [:]
    var replacements: [Edge: Edge] = [:]
    let preserved = graph.preserved
    // In execution order, so that what a node reads has been merged before it is looked at.
    for index in graph.live() {
      graph.nodes[index].inputs = graph.nodes[index].inputs.map { replacements[$0] ?? $0 }
      let node = graph.nodes[index]
      guard !node.isStateful, node.controls.isEmpty else { continue }
      let key = signature(of: node)
      guard let original = first[key] else {
        first[key] = index
        continue
      }
      guard !preserved.contains(index) else { continue }
      for output in node.specs.indices {
        replacements[Edge(node: index, output: output)] = Edge(node: original, output: output)
      }
    }
  }

  private static func signature(of node: PlanNode) -> Signature {
    guard node.isConstant, let value = try? node.attributes.tensor("value"), value.byteCount <= smallConstant
    else { return Signature(type: node.type, inputs: node.inputs, attributes: node.attributes, constant: nil) }
    let attributes: Attributes = ["dtype": .dtype(value.dtype), "shape": .shape(value.shape)]
    return Signature(type: "Const", inputs: [], attributes: attributes, constant: Array(value.bytes))
  }

  private static func removeRedundantShaping(from graph: inout PlanGraph) {
    var replacements: [Edge: Edge] = [:]
    let preserved = graph.preserved
    for index in graph.live() where !preserved.contains(index) {
      let node = graph.nodes[index]
      guard ["Reshape", "Cast", "Identity"].contains(node.type), node.controls.isEmpty else { continue }
      let source = node.inputs[0]
      if graph.nodes[source.node].type != "VariableV2",
        graph.nodes[source.node].specs[source.output] == node.specs[0]
      {
        replacements[Edge(node: index, output: 0)] = source
      }
    }
    graph.redirect(replacements)
  }

  /// `a·x + a·y + …` becomes `a·(x + y + …)`.
  private static func hoistCommonFactors(in graph: inout PlanGraph) {
    let uses = graph.useCounts()
    for index in graph.live() where ["AddN", "Add", "AddV2"].contains(graph.nodes[index].type) {
      hoistCommonFactor(of: index, in: &graph, uses: uses)
    }
  }

  private static func hoistCommonFactor(of sum: Int, in graph: inout PlanGraph, uses: [Int]) {
    let node = graph.nodes[sum]
    guard node.inputs.count > 1, node.controls.isEmpty else { return }
    let products = node.inputs.map { graph.nodes[$0.node] }
    guard
      zip(node.inputs, products).allSatisfy({ edge, product in
        product.type == "Mul" && product.controls.isEmpty && uses[edge.node] == 1
      })
    else { return }
    let shared = products.dropFirst().reduce(Set(products[0].inputs)) { $0.intersection($1.inputs) }
    guard let factor = shared.min(by: { $0.node < $1.node }) else { return }
    let rest = products.map { $0.inputs[0] == factor ? $0.inputs[1] : $0.inputs[0] }
    let specs = Set(rest.map { graph.nodes[$0.node].specs[$0.output] })
    guard specs.count == 1, specs.first == node.specs[0] else { return }
    var inner = node
    inner.name = node.name + "_hoist"
    inner.inputs = rest
    graph.nodes.append(inner)
    graph.nodes[sum].type = "Mul"
    graph.nodes[sum].attributes = [:]
    graph.nodes[sum].inputs = [factor, Edge(node: graph.nodes.count - 1, output: 0)]
  }
}
