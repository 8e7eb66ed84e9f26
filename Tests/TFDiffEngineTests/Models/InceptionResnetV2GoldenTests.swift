import Foundation
import TFDiffEngine
import TFDiffModelGoldens
import TFDiffTensor
import Testing

/// Protects: Inception-ResNet-v2 in the embedded engine computes what real TensorFlow 2.12.1 computed, in both worlds,
/// for every end point, on ones and on a photograph.
@Suite(.serialized) struct InceptionResnetV2GoldenTests {
  /// In inference: the greatest difference of any statistic or sample, in standard deviations of the end point.
  static let inferenceBound = 1e-4
  /// The same in training.
  static let trainingBound = 3e-4

  @Test(arguments: ["irv2_tf212.json", "irv2_photo_tf212.json"])
  func inferenceEndpointsAgree(file: String) throws {
    let golden = try ModelGolden.load(file)
    for (side, name) in [(World.graph, "graph"), (.eager, "eager")] {
      let expected = try golden.named("infer_num_random_ops_\(name)")
      let run = try ModelRun(
        InceptionResnetV2(batchNormScale: false), input: ModelGolden.input(file), tool: .numRandomOps, in: side)
      #expect(run.endpoints.map(\.name) == expected.endpoints.map(\.name))
      for (endpoint, expected) in zip(run.endpoints, expected.endpoints) {
        let worst = expected.statistics.worstDifference(from: endpoint.value)
        #expect(worst <= Self.inferenceBound, "\(file) \(name) \(endpoint.name): \(worst) standard deviations")
      }
      #expect(isClose(run.regularizationLoss, expected.regularization_loss))
    }
  }

  /// With slim's default arg scope the activations of fixed weights grow until they overflow, as TensorFlow's do. Where
  /// an end point is constant the bound is a fraction of its value.
  @Test func fixedWeightsOverflowWhereTensorFlowsDo() throws {
    let golden = try ModelGolden.load("irv2_tf212.json")
    for (side, name) in [(World.graph, "graph"), (.eager, "eager")] {
      let expected = try golden.named("infer_const_\(name)")
      let run = try ModelRun(
        InceptionResnetV2(batchNormScale: false), input: ModelGolden.input("ones"), fixed: 0.001, in: side)
      #expect(run.endpoints.map(\.name) == expected.endpoints.map(\.name))
      for (endpoint, expected) in zip(run.endpoints, expected.endpoints) {
        let worst = expected.statistics.worstDifference(from: endpoint.value)
        #expect(worst <= Self.inferenceBound, "\(name) \(endpoint.name): \(worst) standard deviations")
      }
      // The sum of 59 million equal squares: the guide's own print and this file differ by 3e-6 of it.
      #expect(isClose(run.regularizationLoss, expected.regularization_loss, within: 4e-6))
    }
  }

  /// In training, batch norm over one image divides by the spread of few numbers and so amplifies rounding; of an image
  /// of ones it amplifies nothing but rounding, so that only the photograph can be compared.
  @Test(arguments: ["train_num_random_ops", "train_constant"])
  func trainingEndpointsAgree(name: String) throws {
    let file = "irv2_photo_tf212.json"
    let golden = try ModelGolden.load(file)
    let mode: DeterministicRandomTestTool.Mode = name == "train_constant" ? .constant : .numRandomOps
    for (side, suffix) in [(World.graph, "graph"), (.eager, "eager")] {
      let expected = try golden.named("\(name)_\(suffix)")
      let run = try ModelRun(
        InceptionResnetV2(batchNormScale: false), input: ModelGolden.input(file), tool: mode, training: true,
        in: side)
      #expect(run.endpoints.map(\.name) == expected.endpoints.map(\.name))
      for (endpoint, expected) in zip(run.endpoints, expected.endpoints) {
        let worst = expected.statistics.worstDifference(from: endpoint.value)
        #expect(worst <= Self.trainingBound, "\(name) \(suffix) \(endpoint.name): \(worst) standard deviations")
      }
      #expect(isClose(run.regularizationLoss, expected.regularization_loss))
    }
  }

  /// The migration guide's printed numbers, with its own model (batch norm has a gamma).
  ///
  /// The logits carry the rounding of a CPU's kernels through the whole network: to be as near as the guide's print is exact
  /// takes the kernels of a CPU with AVX-512. TensorFlow itself is 5e-6 of them away on another machine, and the two worlds
  /// are 1e-5 from each other where the kernels are AVX2's.
  @Test func guidesFixedWeights() throws {
    let bound = CPU.hasAVX512 ? 1e-6 : 2e-5
    for side in World.allCases {
      let run = try ModelRun(InceptionResnetV2(), input: ModelGolden.input("ones"), fixed: 0.001, in: side)
      #expect(isClose(run.regularizationLoss, 0.001182976))
      let logits = try #require(run.endpoint("Logits")).elements(of: Float.self)
      #expect(logits.count == 1000)
      #expect(logits.prefix(5).allSatisfy { isClose(Double($0), 0.00299837, within: bound) })
    }
  }

  @Test func variablesAreTensorFlowsInOrder() throws {
    let golden = try ModelGolden.load("irv2_tf212.json")
    for side in World.allCases {
      let run = try ModelRun(
        InceptionResnetV2(), input: ModelGolden.input("ones"), tool: .numRandomOps, in: side)
      #expect(run.variables.count == 1114)
      let unscaled = run.variables.filter { !$0.name.hasSuffix("/gamma") }
      let found = unscaled.map {
        ModelGolden.VariableRow(name: $0.name + ":0", shape: $0.shape.dimensions, trainable: $0.trainable)
      }
      #expect(found == golden.global_variables_in_creation_order)
    }
  }

  @Test func initialValuesAreTensorFlows() throws {
    let golden = try ModelGolden.load("irv2_tf212.json")
    let expected = try golden.named("infer_num_random_ops_graph").initial_values
    #expect(expected.count == 12)
    for side in World.allCases {
      let run = try ModelRun(
        InceptionResnetV2(batchNormScale: false), input: ModelGolden.input("ones"), tool: .numRandomOps, in: side)
      for (name, statistics) in expected {
        let value = try run.initialValue(of: String(name.dropLast(2)))
        let samples = zip(statistics.sample_index, statistics.sample)
        #expect(statistics.sample.count == statistics.sample_index.count && !statistics.sample.isEmpty)
        #expect(samples.allSatisfy { value.value(at: $0) == $1.value }, "\(side) \(name)")
      }
    }
  }

  /// To float32 accuracy: a last digit may differ where the order of summation does.
  private func isClose(_ found: Double?, _ expected: Double, within bound: Double = 1e-6) -> Bool {
    guard let found else { return false }
    return abs(found - expected) <= bound * abs(expected)
  }
}
