import TFDiffTensor

/// Computes before the run what does not depend on it, and drops arithmetic that changes nothing.
///
/// Source: tensorflow/core/grappler/optimizers/constant_folding.cc.
enum ConstantFolding {
  /// A result larger than its inputs is kept as a constant only below this many bytes (`kMaxConstantSize`).
  static let largestGrowingConstant = 100 * 1024

  static func apply(to graph: inout PlanGraph) throws {
    let context = KernelContext(threads: 1, resources: ResourceManager())
    for index in graph.live() {
      if let value = try shape(of: index, in: graph) ?? folded(index, in: graph, context) {
        graph.makeConstant(index, value)
      }
    }
    removeNeutralOperands(from: &graph)
  }

  /// `Shape` of a tensor whose shape is known while the graph is built, which is always.
  private static func shape(of index: Int, in graph: PlanGraph) throws -> Tensor? {
    let node = graph.nodes[index]
    guard node.controls.isEmpty, node.specs.count == 1 else { return nil }
    let inputs = node.inputs.map { graph.nodes[$0.node].specs[$0.output] }
    return try StaticShape.values(node.type, inputs, node.attributes)?.first
  }

  private static func folded(_ index: Int, in graph: PlanGraph, _ context: KernelContext) throws -> Tensor? {
    let node = graph.nodes[index]
    guard
      !node.isStateful, !node.isConstant, node.controls.isEmpty, !node.inputs.isEmpty, node.specs.count == 1
    else { return nil }
    var inputs: [Tensor] = []
    for edge in node.inputs {
      guard let value = graph.constant(edge) else { return nil }
      inputs.append(value)
    }
    let size = node.specs[0].shape.elementCount * node.specs[0].dtype.byteCount
    let original = inputs.reduce(0) { $0 + $1.byteCount }
    guard size <= original || size < largestGrowingConstant else { return nil }
    return try graph.registry[node.type].makeKernel(node.attributes).compute(inputs, context).first
  }

  /// `x · 1`, `x / 1`, `x + 0` and `x − 0` are `x`, where the other operand does not broadcast it.
  private static func removeNeutralOperands(from graph: inout PlanGraph) {
    var replacements: [Edge: Edge] = [:]
    let preserved = graph.preserved
    for index in graph.live() where !preserved.contains(index) && graph.nodes[index].controls.isEmpty {
      if let kept = neutralized(graph.nodes[index], in: graph) {
        replacements[Edge(node: index, output: 0)] = kept
      }
    }
    graph.redirect(replacements)
  }

  private static func neutralized(_ node: PlanNode, in graph: PlanGraph) -> Edge? {
    guard node.inputs.count == 2, let neutral = neutralElement(of: node.type) else { return nil }
    let commutes = node.type != "Sub" && node.type != "RealDiv"
    for (operand, other) in [(1, 0), (0, 1)] where operand == 1 || commutes {
      guard
        let value = graph.constant(node.inputs[operand]), value.elementCount > 0, value.isFilled(with: neutral)
      else { continue }
      let kept = node.inputs[other]
      if graph.nodes[kept.node].specs[kept.output] == node.specs[0] { return kept }
    }
    return nil
  }

  private static func neutralElement(of type: String) -> Double? {
    switch type {
    case "Mul", "RealDiv": 1
    case "Add", "AddV2", "Sub": 0
    default: nil
    }
  }
}

extension PlanGraph {
  /// Makes a node a constant of the same name.
  mutating func makeConstant(_ index: Int, _ value: Tensor) {
    nodes[index].type = "Const"
    nodes[index].inputs = []
    nodes[index].attributes = ["value": .tensor(TensorAttribute(value)), "dtype": .dtype(value.dtype)]
  }
}

extension Tensor {
  fileprivate func isFilled(with number: Double) -> Bool {
    (0..<elementCount).allSatisfy { value(at: $0) == number }
  }
}
