import Foundation
import TFDiffArtefacts
import TFDiffEngine
import TFDiffTensor
import Testing

/// The built-in model `digits`, its TensorFlow 1.15 checkpoint, and the optimizers of `make_train_digits_tf212.py`.
enum DigitsTraining {
  enum Side: String, CaseIterable { case graph, eager_legacy, eager_new }

  static let optimizers = ["sgd", "momentum", "nesterov", "adam", "adam-keras-epsilon", "rmsprop", "adagrad"]

  /// The optimizer of a side of a pair.
  static func optimizer(_ pair: String, _ side: Side) -> Optimizer {
    let family: Optimizer.Family =
      switch side {
      case .graph: .v1
      case .eager_legacy: .kerasLegacy
      case .eager_new: .keras
      }
    let (method, rate): (Optimizer.Method, Float) =
      switch pair {
      case "sgd": (.gradientDescent, 0.1)
      case "momentum": (.momentum(0.9, isNesterov: false), 0.01)
      case "nesterov": (.momentum(0.9, isNesterov: true), 0.01)
      case "adam": (.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8), 1e-3)
      case "adam-keras-epsilon": (.adam(beta1: 0.9, beta2: 0.999, epsilon: side == .graph ? 1e-8 : 1e-7), 1e-3)
      case "rmsprop":
        (
          .rmsProp(
            decay: 0.9, momentum: 0, epsilon: 1e-7, initialMeanSquare: side == .graph ? 1 : 0, isCentered: false), 1e-3
        )
      default: (.adagrad(initialAccumulator: 0.1, epsilon: 1e-7), 0.05)
      }
    return Optimizer(family, method, learningRate: .constant(rate))
  }

  static func batch() throws -> TrainingBatch {
    let file = try NpzFile(GoldenFiles.path("train_digits_batch.npz"))
    return TrainingBatch(inputs: try file.tensor("images"), labels: try file.tensor("labels"))
  }

  static func side(_ side: Side, _ procedure: TrainingProcedure) throws -> any TrainingSide {
    let tool = DeterministicRandomTestTool(seed: 42, mode: .constant)
    return side == .graph
      ? try GraphTraining(DigitsNet(), procedure, batch: batch(), tool: tool)
      : try EagerTraining(DigitsNet(), procedure, batch: batch(), tool: tool)
  }

  /// The side's initial state with the checkpoint's variables.
  static func state(of side: any TrainingSide) throws -> TrainingState {
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("TFDiffArtefactsTests/Fixtures")
    let checkpoint = try Checkpoint(fixtures.appendingPathComponent("ckpt_tf1/model.ckpt-400").path)
    var state = try side.initialState()
    for variable in side.variables { state.variables[variable.name] = try checkpoint.tensor(variable.name) }
    return state
  }

  /// What TensorFlow gave.
  struct Golden: Decodable {
    struct Step: Decodable {
      let data_loss: Double
      let regularization_loss: Double
      let loss: Double
      let gradients: [String: Double]
      let variables: [String: Double]
    }
    let cases: [String: [String: [Step]]]

    static func load() throws -> Golden { try GoldenFiles.json("train_digits_tf212.json") }
  }
}

extension Tensor {
  var norm: Double { doubles.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

extension [TrainingRung] {
  func value(_ kind: TrainingRung.Kind, _ name: String) -> Tensor? {
    first { $0.kind == kind && $0.name == name }?.value
  }
}
