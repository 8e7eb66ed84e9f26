import TFDiffDebugger
import TFDiffTargets

/// Faults of a training step of the digits' network. What is expected follows from what each fault does.
struct EmbeddedTrainingFaults: Sendable {
  let surroundings: Surroundings

  var all: [PlantedFault] { losses + gradients + optimizers + states }

  /// - Parameters:
  ///   - fault: nil where the optimizers of the two worlds differ by themselves.
  ///   - rung: a glob for where the fault first shows.
  private func digits(
    _ optimizer: String, _ fault: String?, _ rung: String, _ kinds: Set<ErrorKind>, _ causes: Set<Cause>
  ) -> PlantedFault {
    let pair = Pair("digits") { arguments in
      arguments.mode = "constant"
      arguments.faults = fault.map { [$0] } ?? []
      arguments.input = "\(surroundings.batch):images"
      arguments.checkpoint = surroundings.checkpoint
      (arguments.steps.count, arguments.steps.optimizer) = (2, optimizer)
      arguments.steps.labels = "\(surroundings.batch):labels"
    }
    return PlantedFault(
      name: (["training", optimizer] + (fault.map { [$0] } ?? [])).joined(separator: " "), pair: pair,
      expected: Expectation(origins: [.init(rung: rung)], kinds: kinds, causes: causes))
  }

  private var losses: [PlantedFault] {
    [
      // 64 times as large, as the batch is.
      digits("sgd", "loss-reduction", "step1/losses/data", [.constantFactor], [.lossReduction]),
      digits("adam:epsilon=1e-8", "loss-reduction", "step1/losses/data", [.constantFactor], [.lossReduction]),
      digits(
        "sgd", "missing-regularization-loss", "step1/loss*", [.missing, .constantOffset, .otherFormula],
        [.missingRegularization]),
      digits(
        "momentum", "labels-off-by-one", "step1/batch/labels", [.permutation, .shift], [.labels]),
    ]
  }

  private var gradients: [PlantedFault] {
    [
      digits(
        "sgd", "stop-gradient@pool1", "step1/gradients/endpoints/conv1", [.missing, .constantFactor], [.missingGradient]
      ),
      // A tape records nothing between what is stopped and the next layer that has variables, here past dropout.
      digits(
        "momentum", "stop-gradient@fc1", "step1/gradients/endpoints/fc1", [.missing, .constantFactor],
        [.missingGradient]),
      digits("sgd", "gradient-scale=2", "step1/applied/*", [.constantFactor], [.gradientScale]),
      digits("momentum", "gradient-scale=0.125", "step1/applied/*", [.constantFactor], [.gradientScale]),
      digits(
        "sgd:global_clipnorm=0.05", "clipping-kind", "step1/applied/*", [.constantFactor, .otherFormula], [.clipping]),
      digits(
        "adam:epsilon=1e-8,global_clipnorm=0.01", "clipping-kind", "step1/applied/*", [.constantFactor, .otherFormula],
        [.clipping]),
    ]
  }

  /// The update of each element is another function of its gradient.
  private var optimizers: [PlantedFault] {
    let formula: Set<ErrorKind> = [.otherFormula]
    return [
      digits("adam:epsilon=1e-8", "optimizer-epsilon=1e-3", "step1/variables/*", formula, [.optimizerEpsilon]),
      digits("adam:epsilon=1e-6", "optimizer-epsilon=1e-4", "step1/variables/*", formula, [.optimizerEpsilon]),
      digits("adam", nil, "step1/variables/*", formula, [.optimizerEpsilon]),
      digits("momentum", "momentum-kind", "step1/variables/*", formula, [.optimizerFormula]),
      digits("nesterov", "momentum-kind", "step1/variables/*", formula, [.optimizerFormula]),
      digits("sgd", "weight-decay-kind=0.01", "step1/variables/*", formula, [.weightDecay]),
      digits("momentum", "weight-decay-kind=0.2", "step1/variables/*", formula, [.weightDecay]),
      digits("sgd", "learning-rate=0.005", "step1/learning_rate", [.constantFactor], [.learningRate]),
      digits("adam:epsilon=1e-8", "learning-rate=0.1", "step1/learning_rate", [.constantFactor], [.learningRate]),
    ]
  }

  private var states: [PlantedFault] {
    [
      // One number everywhere, and another on the other side.
      digits(
        "adagrad", "accumulator-start=0.5", "step1/initial_slots/accumulator/*", [.constantFactor, .constantOffset],
        [.slotStart]),
      digits(
        "adagrad", "accumulator-start=0", "step1/initial_slots/accumulator/*", [.constantFactor, .constantOffset],
        [.slotStart]),
      // TensorFlow 1 begins with one, and Keras with zero.
      digits("rmsprop", nil, "step1/initial_slots/rms/*", [.constantFactor, .constantOffset], [.slotStart]),
      digits(
        "sgd", "moving-averages-not-updated", "step1/variables/DigitsNet/conv1/BatchNorm/moving_*",
        [.missing, .otherFormula], [.missingUpdate]),
    ]
  }
}
