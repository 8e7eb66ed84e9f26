import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: training steps of `digits` in either world, with every optimizer, are those of real TensorFlow 2.12.1
/// (`Golden/train_digits_tf212.json`): losses, gradients and variables.
///
/// The bounds are what TensorFlow keeps with itself: run again without oneDNN, its losses differ by up to 2.4e-6, the norms of
/// gradients by 1.8e-5 and those of variables by 4.3e-7. A loss of 0.03 is the rest that logits of ten leave.
@Suite struct DigitsTrainingTests {
  static let golden = Result { try DigitsTraining.Golden.load() }

  @Test(arguments: DigitsTraining.optimizers, DigitsTraining.Side.allCases)
  func fiveStepsAreTensorFlows(pair: String, world: DigitsTraining.Side) throws {
    let expected = try #require(try Self.golden.get().cases[pair]?[world.rawValue])
    let side = try DigitsTraining.side(world, TrainingProcedure(optimizer: DigitsTraining.optimizer(pair, world)))
    var state = try DigitsTraining.state(of: side)
    let batch = try DigitsTraining.batch()
    for (step, expected) in expected.enumerated() {
      let (rungs, next) = try side.step(from: state, batch)
      let loss = try #require(rungs.value(.loss, "loss")).doubles[0]
      #expect(abs(loss - expected.loss) <= 2.5e-6 * expected.loss, "step \(step): \(loss), not \(expected.loss)")
      let data = try #require(rungs.value(.lossTerm, "data")).doubles[0]
      #expect(abs(data - expected.data_loss) <= 2.5e-6 * expected.loss, "step \(step): \(data)")
      let penalty = try #require(rungs.value(.lossTerm, "regularization")).doubles[0]
      #expect(abs(penalty - expected.regularization_loss) <= 1e-6 * expected.regularization_loss)
      for (name, norm) in expected.gradients {
        let found = try #require(rungs.value(.gradient, name)).norm
        #expect(abs(found - norm) <= 2e-5 * norm, "step \(step): gradient of \(name): \(found), not \(norm)")
      }
      for (name, norm) in expected.variables {
        let found = try #require(next.variables[name]).norm
        #expect(abs(found - norm) <= 1e-6 * norm, "step \(step): \(name): \(found), not \(norm)")
      }
      state = next
    }
    #expect(expected.count == 5 && state.step == 5)
  }
}
