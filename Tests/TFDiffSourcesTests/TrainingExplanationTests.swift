import Foundation
import TFDiffDebugger
import TFDiffEmbedded
import TFDiffEngine
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: of what can be wrong with a training step, the explanation names the rung where it is born, what the error looks
/// like and the cause, with an experiment that closes the gap; and a pair with nothing wrong has none.
@Suite struct TrainingExplanationTests {
  struct Planted: Sendable, CustomTestStringConvertible {
    var optimizer: String
    var fault: String?
    /// How the name of the rung begins.
    var rung: String
    var kind: ErrorKind
    var cause: Cause
    /// What the sentence says.
    var words: String
    var testDescription: String { "\(optimizer) \(fault ?? "")" }

    init(_ optimizer: String, _ fault: String?, _ rung: String, _ kind: ErrorKind, _ cause: Cause, _ words: String) {
      (self.optimizer, self.fault, self.rung) = (optimizer, fault, rung)
      (self.kind, self.cause, self.words) = (kind, cause, words)
    }
  }

  static let table = [
    Planted("sgd", "labels-off-by-one", "batch/labels", .permutation, .labels, "rolled by 1"),
    Planted("sgd", "loss-reduction", "losses/data", .constantFactor, .lossReduction, "a sum over"),
    Planted(
      "sgd", "missing-regularization-loss", "loss", .constantOffset, .missingRegularization,
      "regularization losses"),
    Planted("sgd", "stop-gradient@pool1", "gradients/endpoints/conv1", .missing, .missingGradient, "no gradient flows"),
    Planted("sgd", "gradient-scale=2", "applied/", .constantFactor, .gradientScale, "multiplies them by 2"),
    Planted("sgd", "gradient-scale=0.5", "applied/", .constantFactor, .gradientScale, "multiplies them by 0.5"),
    Planted("sgd:global_clipnorm=0.05", "clipping-kind", "applied/", .otherFormula, .clipping, "its own norm to 0.05"),
    Planted("sgd", "learning-rate=0.005", "learning_rate", .constantFactor, .learningRate, "0.005 in the candidate"),
    Planted("adagrad", "accumulator-start=0.5", "initial_slots/accumulator/", .constantOffset, .slotStart, "at 0.5"),
    Planted("rmsprop", nil, "initial_slots/rms/", .constantOffset, .slotStart, "starts at 1 in the reference"),
    Planted("adam", nil, "variables/", .otherFormula, .optimizerEpsilon, "1e-08 in the reference and 1e-07"),
    Planted(
      "adam:epsilon=1e-8", "optimizer-epsilon=1e-3", "variables/", .otherFormula, .optimizerEpsilon,
      "0.001 in the candidate"),
    Planted(
      "adam:epsilon=1e-8", "optimizer-epsilon=3.7e-4", "variables/", .otherFormula, .optimizerEpsilon,
      "0.00037 in the candidate"),
    Planted(
      "adagrad:learning_rate=0.05", "optimizer-epsilon=0.01", "variables/", .otherFormula, .optimizerEpsilon,
      "0.01 in the candidate"),
    Planted("momentum", "momentum-kind", "variables/", .otherFormula, .optimizerFormula, "Nesterov's momentum (0.9)"),
    Planted("nesterov", "momentum-kind", "variables/", .otherFormula, .optimizerFormula, "candidate by momentum"),
    Planted("sgd", "weight-decay-kind=0.01", "variables/", .otherFormula, .weightDecay, "weight decay of 0.01"),
    Planted("sgd:weight_decay=0.02", nil, "applied/", .otherFormula, .weightDecay, "adds 0.02 times the variable"),
    Planted("sgd", "moving-averages-not-updated", "variables/", .otherFormula, .missingUpdate, "nothing updates it"),
  ]

  @Test(arguments: table, [1, 3])
  func theCauseOfWhatPartsIsNamed(planted: Planted, steps: Int) throws {
    let state = try explained(planted.optimizer, planted.fault, steps: steps)
    let explanation = try #require(state.explanations.first)
    let rung = try #require(explanation.origin.rung)
    #expect(rung == state.divergence?.endpoint.name)
    #expect(rung.hasPrefix("step1/\(planted.rung)"), "\(rung)")
    #expect(explanation.cause == planted.cause, "\(explanation)")
    #expect(explanation.kind == planted.kind)
    #expect(explanation.sentence.contains(planted.words), "\(explanation.sentence)")
    #expect(explanation.remedy?.isEmpty == false)
    let experiment = try #require(explanation.experiment)
    #expect(experiment.closesTheGap, "\(experiment)")
  }

  @Test(arguments: [
    "sgd:learning_rate=0.1", "momentum:learning_rate=0.01", "nesterov:learning_rate=0.01",
    "adam:learning_rate=1e-3,epsilon=1e-8", "adagrad:learning_rate=0.05", "sgd:global_clipnorm=0.05",
    "momentum:clipnorm=0.05",
  ])
  func aPairWithNothingWrongHasNone(optimizer: String) throws {
    let state = try explained(optimizer, nil, steps: 2)
    #expect(state.divergence == nil)
    #expect(state.explanations.isEmpty)
  }

  private func explained(_ optimizer: String, _ fault: String?, steps: Int) throws -> DebuggerState {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
    let batch = tests + "/TFDiffEngineTests/Golden/train_digits_batch.npz"
    var arguments = TargetArguments(target: "digits")
    arguments.mode = "constant"
    arguments.input = "\(batch):images"
    arguments.checkpoint = tests + "/TFDiffArtefactsTests/Fixtures/ckpt_tf1/model.ckpt-400"
    (arguments.steps.count, arguments.steps.optimizer) = (steps, optimizer)
    arguments.steps.labels = "\(batch):labels"
    arguments.faults = fault.map { [$0] } ?? []
    let target = try EmbeddedSettings(arguments).target()
    return CheckRunner(target: target, locatesDivergence: false, explains: true).run().state
  }
}
