import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: `gradients` adds what TensorFlow adds, under its names and in its order, and refuses what it refuses.
@Suite struct GraphGradientTests {
  @Test func digitsHasTensorFlowsOperations() throws {
    let found = try gradientOperations(of: DigitsNet(), batch: 64).map { operation in
      ([operation.name, operation.type] + operation.inputs.map(\.name)).joined(separator: " ")
    }
    try expect(found, equal: "digits_gradient_operations_tf212.txt")
  }

  @Test func inceptionResnetV2HasTensorFlowsOperations() throws {
    let found = try gradientOperations(of: InceptionResnetV2(), batch: 1).map { "\($0.name) \($0.type)" }
    try expect(found, equal: "irv2_gradient_operations_tf212.txt")
  }

  /// What the gradients of a training loss with respect to all trained variables add to a graph.
  private func gradientOperations(of model: any StatelessModel, batch: Int) throws -> [TFDiffEngine.Operation] {
    let graph = Graph()
    let context = GraphContext(graph: graph)
    let images = try context.placeholder(.float32, Shape([batch] + model.inputShape.dimensions.dropFirst()))
    let labels = try context.placeholder(.int32, [batch])
    let logits = try model(images, training: true, in: context)
    let data = try context.mean(context.sparseSoftmaxCrossEntropy(labels: labels, logits: logits))
    let penalty = try context.addN(graph.collection(.regularizationLosses).map { Value($0) })
    let loss = try context.add(data, penalty)
    let before = graph.operations.count
    let variables = context.variableStore.variables.values.filter(\.trainable)
    let gradients = try context.gradients(of: #require(loss.output), withRespectTo: Array(variables)).variables
    for (gradient, variable) in zip(gradients, variables) where gradient != nil {
      #expect(gradient?.spec.shape == variable.shape)
    }
    return Array(graph.operations[before...])
  }

  private func expect(_ found: [String], equal golden: String) throws {
    let text = try String(decoding: GoldenFiles.data(golden), as: UTF8.self)
    let expected = text.split(separator: "\n").map(String.init)
    for (expected, found) in zip(expected, found) where found != expected {
      Issue.record("expected \(expected), got \(found)")
      return
    }
    #expect(found.count == expected.count)
  }
}
