import Foundation
import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: operations are made, named and ordered as TensorFlow makes, names and orders them.
@Suite struct OperationNamesTests {
  @Test func trainingGraphOfInceptionResnetV2() throws {
    let graph = Graph()
    let context = GraphContext(graph: graph)
    let images = try context.filled(1, shape: [1, 299, 299, 3], name: "ones")
    _ = try InceptionResnetV2()(images, training: true, in: context)
    try expectOperations(of: graph, equal: "irv2_train_operations_tf212")
  }

  @Test func inferenceGraphHasTensorFlowsComputeOperations() throws {
    let graph = Graph()
    let context = GraphContext(graph: graph)
    let images = try context.filled(1, shape: [1, 299, 299, 3], name: "ones")
    _ = try InceptionResnetV2()(images, training: false, in: context)
    let counts = Dictionary(grouping: graph.operations, by: \.type).mapValues(\.count)
    #expect(graph.operations.count == 10367)
    #expect(counts["Conv2D"] == 246)
    #expect(counts["Relu"] == 245)
    #expect(counts["FusedBatchNormV3"] == 206)
    #expect(counts["ConcatV2"] == 43)
    #expect(counts["BiasAdd"] == 42)
  }

  @Test func slimLayersWithDefaultScopes() throws {
    let graph = Graph()
    let context = GraphContext(graph: graph)
    let x = try context.filled(1, shape: [1, 35, 35, 32], name: "ones")
    try context.withArguments([.batchNorm], LayerArguments(isTraining: false)) {
      _ = try context.conv2d(x, 8, 3, LayerArguments(normalizer: .batchNorm))
      _ = try context.conv2d(x, 8, 3)
      let y = try context.fullyConnected(context.flatten(x), 10)
      _ = try context.softmax(y)
      _ = try context.dropout(y, LayerArguments(isTraining: true))
      _ = try context.dropout(y, scope: "drop", LayerArguments(isTraining: true))
      _ = try context.avgPool2d(x, 2)
      _ = try context.maxPool2d(x, 2)
      _ = try context.getVariable("w", shape: [3, 4], regularizer: .l2(scale: 0.1))
      _ = try context.repeat(x, 2, named: "convolution2d") { try context.conv2d($0, 8, 3, scope: $1) }
      _ = try context.drop(y, rate: 0.4)
      _ = try context.randomNormal(shape: [2, 3])
      _ = try context.truncatedNormal(shape: [2, 3])
      _ = try context.randomUniform(shape: [3, 3], minval: 0, maxval: 2)
    }
    try expectOperations(of: graph, equal: "slim_layer_operations_tf212")
  }

  private func expectOperations(of graph: Graph, equal golden: String) throws {
    let text = try String(decoding: GoldenFiles.data("\(golden).txt"), as: UTF8.self)
    let expected = text.split(separator: "\n").map(String.init)
    let found = graph.operations.map { "\($0.name) \($0.type)" }
    for (index, (expected, found)) in zip(expected, found).enumerated() where expected != found {
      Issue.record("operation \(index): expected \(expected), got \(found)")
      return
    }
    #expect(found.count == expected.count)
  }
}
