import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: `gradients` adds what TensorFlow adds, under its names and in its order, and refuses what it refuses.
@Suite struct GraphGradientTests {
  @Test func digitsHasTensorFlowsOperations() throws {
    let graph = Graph()
    let context = GraphContext(graph: graph)
    let images = try context.placeholder(.float32, [64, 8, 8, 1])
    let labels = try context.placeholder(.int32, [64])
    let logits = try DigitsNet()(images, training: true, in: context)
    let data = try context.mean(context.sparseSoftmaxCrossEntropy(labels: labels, logits: logits))
    let penalty = try context.addN(graph.collection(.regularizationLosses).map { Value($0) })
    let loss = try context.add(data, penalty)
    let before = graph.operations.count
    let variables = context.variableStore.variables.values.filter(\.trainable)
    let gradients = try context.gradients(of: #require(loss.output), withRespectTo: Array(variables))
    #expect(gradients.variables.map { $0?.spec.shape } == variables.map(\.shape))

    let text = try String(decoding: GoldenFiles.data("digits_gradient_operations_tf212.txt"), as: UTF8.self)
    let expected = text.split(separator: "\n").map(String.init)
    let found = graph.operations[before...].map { operation in
      ([operation.name, operation.type] + operation.inputs.map(\.name)).joined(separator: " ")
    }
    for (expected, found) in zip(expected, found) { #expect(found == expected) }
    #expect(found.count == expected.count)
  }
}
