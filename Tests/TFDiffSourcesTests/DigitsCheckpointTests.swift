import Foundation
import TFDiffDebugger
import TFDiffEngine
import TFDiffEmbedded
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: the built-in model `digits` with TensorFlow's own trained checkpoints, of TensorFlow 1 and of 2, computes what
/// TensorFlow 1.15.5 and 2.12.1 computed with them.
@Suite struct DigitsCheckpointTests {
  static let checkpoints = ["ckpt_tf1/model.ckpt-400", "ckpt_tf2/ckpt-1"]
  static let recordings = ["tf115_infer.npz", "tf212_eager_infer.npz"]

  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("TFDiffArtefactsTests/Fixtures").path

  private func settings(_ checkpoint: String, faults: [String] = []) throws -> EmbeddedSettings {
    let model = DigitsNet()
    return EmbeddedSettings(
      model: model, input: try ModelInput.load("\(Self.fixtures)/\(Self.recordings[0])", for: model, memory: .max),
      checkpoint: try CheckpointValues(opening: "\(Self.fixtures)/\(checkpoint)"),
      faults: try faults.map { try Fault(parsing: $0) })
  }

  @Test(arguments: checkpoints, recordings)
  func everyEndpointAgreesWithTensorFlow(checkpoint: String, recording: String) throws {
    let file = try NpzFile("\(Self.fixtures)/\(recording)")
    let state = CheckRunner(target: try .embedded(settings(checkpoint))).run().state
    #expect(state.conclusion.verdict == .equal)
    #expect(state.endpoints.map(\.name) == DigitsNet().endpoints)
    for row in state.endpoints {
      let recorded = try file.tensor(row.name)
      for activation in [row.reference, row.candidate] {
        let tensor = try #require(activation?.tensor)
        let comparison = try Comparison(
          reference: recorded, candidate: tensor, tolerance: Tolerance(rtol: 1e-5, atol: 1e-5))
        #expect(comparison.isMatch, "\(row.name): \(comparison.maxAbs)")
      }
    }
  }

  @Test(arguments: checkpoints) func whatBecameOfEachVariableIsTold(checkpoint: String) throws {
    let state = CheckRunner(target: try .embedded(settings(checkpoint))).run().state
    let restore = try #require(state.restoreComparison)
    #expect(restore.restored.count == 14 && restore.leftInitial.isEmpty && restore.restoredOnOneSide.isEmpty)
    // The TF1 checkpoint has Adam's slots and the step; the TF2 checkpoint counts how often it was saved.
    let expected = checkpoint.hasPrefix("ckpt_tf1") ? 23 : 1
    #expect(restore.unused.count == expected)
  }

  @Test func aVariableThatIsNotRestoredPartsTheRuns() throws {
    let target = try DebugTarget.embedded(settings(Self.checkpoints[0], faults: ["unrestored-variable@conv2"]))
    let state = CheckRunner(target: target).run().state
    #expect(state.conclusion.verdict == .diverged)
    #expect(state.firstDivergence.map { state.endpoints[$0].name } == "conv2")
    #expect(state.restoreComparison?.restoredOnOneSide == ["DigitsNet/conv2/weights"])
  }

  @Test func aCheckpointOfAnotherModelIsRefused() throws {
    var settings = try settings(Self.checkpoints[0])
    settings.model = FixedScalingLayer()
    settings.input = try ModelInput.load("ones", for: FixedScalingLayer(), memory: .max)
    let result = CheckRunner(target: try .embedded(settings)).run()
    #expect(result.conclusion.verdict == .incomparable)
    let message = try #require(result.state.failure?.message)
    #expect(message.contains("has none of the model's variables") && message.contains("model.ckpt-400"))
  }

  @Test func aVariableOfAnotherShapeIsNamed() throws {
    let entries = ["Tiny/conv1/weights": CheckpointValues.Entry(key: "k", shape: [3, 3, 3, 9], dtype: "float32")]
    let checkpoint = CheckpointValues(
      description: .init(path: "/m/ckpt", style: "name-based", variables: ["Tiny/conv1/weights"]), entries: entries
    ) { _ in [:] }
    let settings = EmbeddedSettings(model: TinyModel(), input: TinyModel.image, checkpoint: checkpoint)
    let result = CheckRunner(target: try .embedded(settings)).run()
    #expect(result.conclusion.verdict == .incomparable)
    let message = try #require(result.state.failure?.message)
    #expect(message.contains("/m/ckpt: Tiny/conv1/weights has shape [3, 3, 3, 9]"))
  }

  @Test func inputsAreFoundInNpzFiles() throws {
    let path = "\(Self.fixtures)/\(Self.recordings[0])"
    let images = try ModelInput.load("\(path):images", for: DigitsNet(), memory: .max)
    #expect(images.shape == [16, 8, 8, 1])
    #expect(images.isIdentical(to: try ModelInput.load(path, for: DigitsNet(), memory: .max)))
    #expect(throws: TargetError.self) { try ModelInput.load("\(path):nothing", for: DigitsNet(), memory: .max) }
    #expect(throws: TargetError.self) { try ModelInput.load(path, for: TinyModel(), memory: .max) }
  }
}
