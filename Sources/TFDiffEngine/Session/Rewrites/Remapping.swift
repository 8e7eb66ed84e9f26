import TFDiffTensor

/// Makes a convolution or a matrix product, what normalizes or biases it, and a ReLU into one operation.
///
/// Source: tensorflow/core/grappler/optimizers/remapper.cc (`FindContractionWithBias`,
/// `FindContractionWithBiasAndActivation`, `FindConv2DWithBatchNorm`, `FindConv2DWithBatchNormAndActivation`).
enum Remapping {
  static func apply(to graph: inout PlanGraph) throws {
    let uses = graph.useCounts()
    let preserved = graph.preserved
    var taken: Set<Int> = []
    // From the end, so that a ReLU is found before the shorter pattern it ends.
    for index in graph.live().reversed() where !taken.contains(index) {
      guard let chain = Chain(endingAt: index, in: graph, uses: uses, preserved: preserved) else { continue }
      taken.formUnion(chain.nodes)
      graph.nodes[index] = try chain.fused(in: graph)
    }
  }
}

/// A contraction and what is fused to it, in order of execution.
private struct Chain {
  let contraction: Int
  let middle: Int
  let activation: Int?

  var nodes: [Int] { [contraction, middle] + (activation.map { [$0] } ?? []) }

  init?(endingAt index: Int, in graph: PlanGraph, uses: [Int], preserved: Set<Int>) {
    func isInner(_ node: Int) -> Bool {
      uses[node] == 1 && !preserved.contains(node) && graph.nodes[node].controls.isEmpty
    }
    var index = index
    activation = graph.nodes[index].type == "Relu" ? index : nil
    if activation != nil {
      guard let source = graph.nodes[index].inputs.first, source.output == 0, isInner(source.node) else {
        return nil
      }
      index = source.node
    }
    middle = index
    guard let source = graph.nodes[index].inputs.first, source.output == 0, isInner(source.node) else {
      return nil
    }
    contraction = source.node
    switch (graph.nodes[contraction].type, graph.nodes[middle].type) {
    case ("Conv2D", "BiasAdd"), ("MatMul", "BiasAdd"): break
    case ("Conv2D", "FusedBatchNormV3"):
      guard (try? graph.nodes[middle].attributes.bool("is_training")) == false else { return nil }
    default: return nil
    }
  }

  func fused(in graph: PlanGraph) throws -> PlanNode {
    let product = graph.nodes[contraction]
    let normalizer = graph.nodes[middle]
    let last = graph.nodes[activation ?? middle]
    let isBatchNorm = normalizer.type == "FusedBatchNormV3"
    var attributes = product.attributes
    attributes["fused_ops"] = .strings(
      [isBatchNorm ? "FusedBatchNorm" : "BiasAdd"] + (activation == nil ? [] : ["Relu"]))
    attributes["num_args"] = .int(normalizer.inputs.count - 1)
    attributes["epsilon"] = .float(isBatchNorm ? try normalizer.attributes.float("epsilon") : 0)
    return PlanNode(
      name: last.name, type: "_Fused\(product.type)", inputs: product.inputs + normalizer.inputs.dropFirst(),
      controls: last.controls, attributes: attributes, specs: [last.specs[0]],
      fused: nodes.map { graph.nodes[$0].type }, isStateful: false, order: last.order)
  }
}
