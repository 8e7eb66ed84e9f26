import Foundation
import TFDiffDebugger
import TFDiffModelGoldens
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: the migration guide's model as a plain TF-Slim program, on real TensorFlow through the debugger, gives the
/// guide's printed numbers and what TensorFlow alone gave.
@Suite(.serialized, .enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing))
struct LiveGuideTests {
  /// The program, which the benchmark compares with.
  private static let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/tfdiff-benchmark/Python")
    .path
  /// The greatest difference of any statistic or sample from what another machine computed, in standard deviations of the
  /// end point; as the embedded engine is held to.
  private static let inferenceBound = 1e-4
  private static let trainingBound = 3e-4

  /// One of the guide's cases: how the weights come about, and the regularization loss that the guide prints.
  struct Case: Sendable, CustomTestStringConvertible {
    var mode: WeightMode
    var training: Bool
    var loss: Double
    /// Its name in the golden files.
    var golden: String
    var testDescription: String { golden }
  }

  static let cases = [
    Case(mode: .fixedWeights(0.001), training: false, loss: 0.001182976, golden: "infer_const"),
    Case(mode: .numRandomOps, training: false, loss: 1.2254326, golden: "infer_num_random_ops"),
    Case(mode: .numRandomOps, training: true, loss: 1.2254798, golden: "train_num_random_ops"),
    Case(mode: .constant, training: true, loss: 1.2239965, golden: "train_constant"),
  ]

  private func settings(_ each: Case, file: String?, tf1: String? = nil, tf2: String? = nil) throws -> LiveSettings {
    let interpreter = LiveSettings.Interpreter(
      python: Python.tensorFlow ?? "", launch: ["env", "PYTHONPATH=\(Self.program)"])
    return LiveSettings(
      program: try LiveProgram(file: file, tf1: tf1, tf2: tf2, folder: LiveTensorFlow.models),
      interpreters: SidePair(reference: interpreter, candidate: interpreter), mode: each.mode, training: each.training)
  }

  private func expectGuidesLoss(_ state: DebuggerState, _ loss: Double) {
    for summary in [state.referenceSummary, state.candidateSummary] {
      let found = summary?.regularizationLoss ?? .nan
      #expect(abs(found - loss) <= 1e-6 * loss, "\(found)")
    }
  }

  @Test func fixedWeightsGiveTheGuidesNumbers() throws {
    let guide = Case(mode: .fixedWeights(0.001), training: false, loss: 0.001182976, golden: "infer_const")
    let result = LiveTensorFlow.check(try settings(guide, file: "\(Self.program)/inception_resnet_v2.py"))
    let state = result.state
    #expect(result.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.count == 17)
    #expect(state.variables.reference.count == 1114)
    #expect(state.variablesComparison.isEqual)
    for summary in [state.referenceSummary, state.candidateSummary] {
      let found = summary?.regularizationLoss ?? .nan
      // The sum of 59 million equal squares: the guide's print and what this TensorFlow gives differ by 3e-6 of it.
      #expect(abs(found - guide.loss) <= 4e-6 * guide.loss, "\(found)")
    }
    let logits = try #require(state.endpoints.first { $0.name == "Logits" })
    for activation in [logits.reference, logits.candidate] {
      let values = try #require(activation?.tensor).elements(of: Float.self)
      // TensorFlow itself gives 0.0029983548 on another machine than the guide's.
      #expect(values.prefix(5).allSatisfy { abs($0 - 0.00299837) < 1e-5 * 0.00299837 }, "\(values.prefix(5))")
    }
  }

  /// In training on the photograph: of an image of ones, batch norm amplifies nothing but rounding.
  @Test(arguments: cases) func endPointsAreWhatTensorFlowAloneGave(each: Case) throws {
    let file = each.training ? "irv2_photo_tf212.json" : "irv2_tf212.json"
    let golden = try ModelGolden.load(file)
    var settings = try settings(
      each, file: nil, tf1: "unscaled_inception:network", tf2: "unscaled_inception:Layer")
    settings.input = try ModelGolden.input(each.training ? file : "ones")
    let result = LiveTensorFlow.check(settings)
    let state = result.state
    // Without gammas the activations of fixed weights grow until they overflow, and differ by more than rtol before.
    if case .fixedWeights = each.mode {
      #expect(state.endpoints.count == 17, LiveTensorFlow.log(state))
    } else {
      #expect(result.conclusion.verdict == .equal, LiveTensorFlow.log(state))
      expectGuidesLoss(state, each.loss)
    }
    let rows = state.variables.reference.map {
      ModelGolden.VariableRow(name: $0.name + ":0", shape: $0.shape.dimensions, trainable: $0.trainable)
    }
    #expect(rows == golden.global_variables_in_creation_order)
    #expect(state.variablesComparison.isEqual)
    let bound = each.training ? Self.trainingBound : Self.inferenceBound
    for (side, name) in [(Side.reference, "graph"), (.candidate, "eager")] {
      let expected = try golden.named("\(each.golden)_\(name)")
      #expect(Set(state.endpoints.map(\.name)) == Set(expected.endpoints.map(\.name)))
      for endpoint in expected.endpoints {
        let row = try #require(state.endpoints.first { $0.name == endpoint.name })
        let worst = endpoint.statistics.worstDifference(from: try #require(row[side]?.tensor))
        #expect(worst <= bound, "\(each.golden) \(name) \(endpoint.name): \(worst) standard deviations")
      }
    }
  }
}
